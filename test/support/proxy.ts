import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import pg from "pg";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";

/** Where the next write's connection is cut: before the server hears of its commit, or after it has done it. */
export type Cut = "before" | "after";

export interface Proxy {
  readonly target: ConnectionTarget;
  /** Cuts the connection of each of the next commits, in order. */
  cut(...cuts: Cut[]): void;
  /** How many round trips were made: times the server was ready for more after it had been asked something. */
  roundTrips(): number;
  /** How often the server said that it is ready. */
  readies(): number;
}

/** ReadyForQuery; and that outside of any transaction. */
const ready = Buffer.from("Z\0\0\0\x05");
const noTransaction = Buffer.from("Z\0\0\0\x05I");

/** Whether a message commits a write: by COMMIT, or as one that is a transaction of its own. The counters' do not: no write is told there. */
function commits(data: Buffer): boolean {
  return data.includes("\0commit\0") || (data.includes("\0insert-write\0") && !data.includes("\0begin\0"));
}

/** Stands between a client and PostgreSQL and loses connections at the worst moments. It goes when the file ends. */
export async function databaseProxy(target: ConnectionTarget): Promise<Proxy> {
  const server = new pg.Client("url" in target ? { connectionString: target.url } : { ...target });
  const { host, port, user, password, database } = server;
  const folder = mkdtempSync(join(tmpdir(), "willcall-proxy-"));
  const cuts: Cut[] = [];
  let roundTrips = 0;
  let readies = 0;
  const sockets = new Set<Socket>();

  const proxy = createServer((client) => {
    const upstream = host.startsWith("/") ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
    let cutNext: Cut | undefined;
    let asked = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (data) => {
      asked = true;
      if (commits(data) && cuts.length) cutNext = cuts.shift();
      if (cutNext === "before") return void client.destroy();
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      // What came before the commit may still be answered; the connection goes with the answer that no transaction is open any more.
      if (cutNext === "after" && data.includes(noTransaction)) return void upstream.destroy();
      for (let at = data.indexOf(ready); at >= 0; at = data.indexOf(ready, at + ready.length)) readies++;
      if (asked && data.includes(ready)) {
        roundTrips++;
        asked = false;
      }
      client.write(data);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(join(folder, ".s.PGSQL.5432"), resolve));
  after(() => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    target: { host: folder, port: 5432, user: user!, password: password as string, database: database! },
    cut: (...wanted) => void cuts.push(...wanted),
    roundTrips: () => roundTrips,
    readies: () => readies,
  };
}
