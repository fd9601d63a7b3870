import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import type { OwnerInfo } from "./owner.ts";
import { errorCode, refusal } from "./refusal.ts";
import { withShortPath } from "./short-path.ts";

const NAME = "control.sock";
const PREFIX = ".control-";
const ANSWER_MS = 2_000;
const NOBODY_THERE = ["ENOENT", "ECONNREFUSED", "ENOTDIR", "ECONNRESET"];

/** Asks who owns a data folder; undefined when nobody answers there, be it that a killed owner left its socket. */
export async function askOwner(folder: string): Promise<OwnerInfo | undefined> {
  try {
    const line = process.platform === "win32" ? await readLine(pipeName(folder)) : await withShortPath(folder, NAME, readLine);
    return JSON.parse(line) as OwnerInfo;
  } catch (error) {
    if (NOBODY_THERE.includes(errorCode(error) ?? "")) return undefined;
    if (errorCode(error) === "EACCES") throw refusal("DATA_DIR_FOREIGN", `The data folder ${folder} belongs to another user.`);
    throw error;
  }
}

/** Answers each connection to DATA_DIR/control.sock with one line. Only the folder's owner may call it; returns what ends it. */
export async function answerFrom(folder: string, info: () => OwnerInfo): Promise<() => Promise<void>> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {}); // an asker that is gone already
    socket.end(`${JSON.stringify(info())}\n`);
  });
  server.unref();
  const whole = path.join(folder, NAME);
  if (process.platform === "win32") await listen(server, pipeName(folder));
  else await listenPrivately(server, folder, whole);
  return async () => {
    rmSync(whole, { force: true });
    await new Promise((resolve) => server.close(resolve));
  };
}

/**
 * Binds in a folder only we can enter, then moves the socket into place: nobody can connect before its mode is set, and it
 * replaces a dead owner's socket without a gap.
 */
async function listenPrivately(server: net.Server, folder: string, whole: string): Promise<void> {
  for (const name of readdirSync(folder))
    if (name.startsWith(PREFIX)) rmSync(path.join(folder, name), { recursive: true, force: true });
  const hidden = mkdtempSync(path.join(folder, PREFIX));
  try {
    await withShortPath(hidden, NAME, (socket) => listen(server, socket));
    chmodSync(path.join(hidden, NAME), 0o600);
    renameSync(path.join(hidden, NAME), whole);
  } finally {
    rmSync(hidden, { recursive: true, force: true });
  }
}

function listen(server: net.Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // Exclusive: a cluster's worker must listen itself, not through its primary.
    server.listen({ path: address, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function readLine(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = net.connect(address);
    socket.setEncoding("utf8");
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`The server that owns ${address} does not answer`)));
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("error", reject);
    socket.on("end", () =>
      text.endsWith("\n") ? resolve(text) : reject(Object.assign(new Error("it ended"), { code: "ECONNREFUSED" })),
    );
  });
}

function pipeName(folder: string): string {
  return `\\\\.\\pipe\\willcall-${createHash("sha256").update(path.resolve(folder).toLowerCase()).digest("hex").slice(0, 24)}`;
}
