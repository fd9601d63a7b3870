import { connect, createServer, type Socket } from "node:net";
import type { Connection } from "../../src/platform/database/embedded/settings.ts";

/** What went over some connections: Sync and simple-query messages, bursts of bytes from the client, ReadyForQuery. */
export interface Trips {
  readonly syncs: number;
  readonly flushes: number;
  readonly answers: number;
}

/** A proxy before PostgreSQL that counts. */
export interface WireCounter {
  readonly url: string;
  /** `reads`: the connections that calls read over; `background`: all others; `statements`: how often each was bound. */
  counts(): { readonly reads: Trips; readonly background: Trips; readonly statements: Readonly<Record<string, number>> };
  reset(): void;
  stop(): Promise<void>;
}

const none = () => ({ syncs: 0, flushes: 0, answers: 0 });

/** Starts it before the embedded database. */
export async function startWireCounter(target: Connection): Promise<WireCounter> {
  const { host, port: place, user, password, database } = target;
  const upstreamAt = host.startsWith("/") ? { path: `${host}/.s.PGSQL.${place}` } : { host, port: place };
  let [reads, background] = [none(), none()];
  let statements: Record<string, number> = {};
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(upstreamAt);
    let isReader = false;
    const side = () => (isReader ? reads : background);
    const fromClient = splitter(true, (type, payload) => {
      if (type === "") isReader = payload.includes("willcall read");
      if (type === "S" || type === "Q") side().syncs++;
      if (type === "B") {
        const [, name = ""] = payload.toString("latin1").split("\0", 2);
        statements[name] = (statements[name] ?? 0) + 1;
      }
    });
    const fromServer = splitter(false, (type) => {
      if (type === "Z") side().answers++;
    });
    client.on("data", (chunk) => {
      fromClient(chunk);
      side().flushes++;
    });
    upstream.on("data", fromServer);
    client.pipe(upstream).pipe(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one.setNoDelay(true));
      one
        .on("error", () => {})
        .on("close", () => {
          open.delete(one);
          other.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`,
    counts: () => ({ reads, background, statements }),
    reset() {
      [reads, background, statements] = [none(), none(), {}];
    },
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Cuts a stream of the protocol into messages. The client's first one, the start-up message, has no type. */
function splitter(startUp: boolean, message: (type: string, payload: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  let typed = startUp ? 0 : 1;
  return (chunk) => {
    held = held.length ? Buffer.concat([held, chunk]) : chunk;
    while (held.length >= typed + 4) {
      const end = typed + held.readInt32BE(typed);
      if (held.length < end) return;
      message(held.toString("latin1", 0, typed), held.subarray(typed + 4, end));
      held = held.subarray(end);
      typed = 1;
    }
  };
}
