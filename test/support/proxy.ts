import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import pg from "pg";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";

/** Where the next COMMIT's connection is cut: before the server hears of it, or after it has done it. */
export type Cut = "before" | "after";

export interface Proxy {
  readonly target: ConnectionTarget;
  /** Cuts the connection of each of the next commits, in order. */
  cut(...cuts: Cut[]): void;
  /** How many round trips were made: times the server was ready for more after it had been asked something. */
  roundTrips(): number;
}

/** Stands between a client and PostgreSQL and loses connections at the worst moments. It goes when the file ends. */
export async function databaseProxy(target: ConnectionTarget): Promise<Proxy> {
  const server = new pg.Client("url" in target ? { connectionString: target.url } : { ...target });
  const { host, port, user, password, database } = server;
  const folder = mkdtempSync(join(tmpdir(), "willcall-proxy-"));
  const cuts: Cut[] = [];
  let roundTrips = 0;
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
      if (data.includes("COMMIT\0") && cuts.length) cutNext = cuts.shift();
      if (cutNext === "before") return void client.destroy();
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      // The statement before COMMIT may still be answered; the connection goes with COMMIT's own answer.
      if (cutNext === "after" && data.includes("COMMIT\0")) return void upstream.destroy();
      if (asked && data.includes(Buffer.from([0x5a, 0, 0, 0, 5]))) {
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
  };
}
