import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type Agent, request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { makeSelfSigned, type NewCertificate, type Pair } from "../../src/platform/tls/self-signed.ts";
import { type AtsAnswer, atsHeader } from "./app.ts";
import type { TestServer } from "./server.ts";

const day = 86_400_000;

/** A certificate for tests, good from yesterday on for a month unless the test says otherwise. */
export function makePair(names: string[], more: Partial<NewCertificate> = {}): Promise<Pair> {
  const from = new Date(Date.now() - day);
  return makeSelfSigned({ names, purpose: "client", from, until: new Date(from.getTime() + 31 * day), ...more });
}

/** As the directory and the command line have it. */
export const fingerprint = (cert: string): Buffer => createHash("sha256").update(new X509Certificate(cert).raw).digest();

/** A folder that goes when the file ends. */
export function tlsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "willcall-tls-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a pair into a folder under `name`; gives the settings that name the files. */
export function writePair(folder: string, name: string, { cert, key }: Pair): { TLS_CERT: string; TLS_KEY: string } {
  const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { TLS_CERT: certFile, TLS_KEY: keyFile };
}

/**
 * A port that nobody had a moment ago, and that hardly anybody gets before it is listened on: the system gives connections and listeners that
 * don't mind which one ports from 32768 on (on other systems from 49152 on), these lie below.
 */
export async function freePort(): Promise<string> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(true)).listen(port, "127.0.0.1", () => resolve(false));
    });
    if (taken) continue;
    await new Promise((resolve) => server.close(resolve));
    return String(port);
  }
}

/** The HTTPS address of a server's ready line. */
export function tlsUrl({ output }: TestServer): string {
  return / and (https:[^\s,]+)/.exec(output())![1]!;
}

export interface TlsCall extends Partial<Pair> {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly agent?: Agent;
  readonly values?: Record<string, unknown>;
}

/** A call with the sandbox's key. */
export const keyed = { path: "/sth-buy/ticketing_services.aspx?dsn=apigee", headers: { apikey: "willcall-sandbox" } };

export const certificatePath = "/archtics/ats/ticketing_services.aspx?dsn=apigee";

/** Sends one command over TLS, on a connection of its own unless an agent is given, and with a certificate if one is given. */
export function tlsCommand(
  url: string,
  { path = certificatePath, headers, agent, values, ...pair }: TlsCall = {},
): Promise<AtsAnswer> {
  const body = JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", cmd: "ping", ...values } });
  return new Promise((resolve, reject) => {
    const options = { method: "POST", headers, agent: agent ?? false, rejectUnauthorized: false, ...pair } as const;
    const sent = request(new URL(path, url), options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", reject);
      response.on("end", () => {
        const json = text ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode!, headers: response.headers, text, json, answer: json?.command1 });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The certificate that a server shows. */
export async function shownCertificate(url: string): Promise<X509Certificate> {
  const { port, hostname } = new URL(url);
  const socket = connectTls({ port: Number(port), host: hostname, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const certificate = socket.getPeerX509Certificate()!;
  socket.destroy();
  return certificate;
}

/** Waits for what must come within a few seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await condition())) {
    assert.ok(Date.now() - began < 15_000, "it takes too long");
    await sleep(200);
  }
}
