import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { domainToASCII } from "node:url";
import type { Config } from "../../config.ts";
import { makeSelfSigned } from "./self-signed.ts";

const renewBeforeMs = 30 * 86_400_000;

/** Where the server's own certificate is: the pair, which is the server's alone, and the certificate, for clients to trust. */
export function ownFiles(dataDir: string): { readonly pair: string; readonly certificate: string } {
  return { pair: join(dataDir, "tls", "server.pem"), certificate: join(dataDir, "tls", "certificate.pem") };
}

/** The host names and addresses that the server's own certificate is for. */
export function ownNames({ host, publicHosts }: Pick<Config, "host" | "publicHosts">): string[] {
  const anyAddress = host === "0.0.0.0" || host === "::";
  const wanted = ["localhost", "127.0.0.1", "::1", hostname(), ...(anyAddress ? [] : [host]), ...publicHosts];
  const names = wanted.map((name) => (isIP(name) ? name : domainToASCII(name).toLowerCase()));
  return [...new Set(names.filter((name) => isIP(name) || /^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name)))];
}

/** Whether a certificate is to be used on: for these names, and for another 30 days. */
export function serves(certificate: X509Certificate, names: readonly string[], now: Date): boolean {
  const { validFromDate, validToDate } = certificate;
  if (validFromDate > now || validToDate.getTime() - renewBeforeMs <= now.getTime()) return false;
  return names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined);
}

/**
 * Makes the server's own certificate in the data folder unless a good one is there: at the first start, 30 days before its end, and
 * when the server goes by a new name. True when it made one. Several starters may come at once; all end up with one of theirs.
 */
export async function keepOwnCertificate(config: Config, now = new Date()): Promise<boolean> {
  const names = ownNames(config);
  const { pair, certificate } = ownFiles(config.dataDir);
  const present = readText(pair);
  const good = present !== undefined && isGood(present, names, now);
  if (!good) {
    // An hour back, for callers whose clocks are behind.
    const made = await makeSelfSigned({ names, purpose: "server", from: new Date(now.getTime() - 3_600_000) });
    mkdirSync(join(config.dataDir, "tls"), { recursive: true });
    writeWhole(pair, made.key + made.cert, 0o600, present !== undefined);
  }
  const current = new X509Certificate(readFileSync(pair)).toString();
  if (readText(certificate) !== current) writeWhole(certificate, current, 0o644, true);
  return !good;
}

/** The file appears whole or not at all. Without `replace` an earlier one stays. */
function writeWhole(path: string, text: string, mode: number, replace: boolean): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode, flush: true });
    chmodSync(draft, mode);
    if (replace) renameSync(draft, path);
    else linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isGood(pair: string, names: readonly string[], now: Date): boolean {
  try {
    const certificate = new X509Certificate(pair);
    return certificate.checkPrivateKey(createPrivateKey(pair)) && serves(certificate, names, now);
  } catch {
    return false;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
