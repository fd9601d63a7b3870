import { connect, createServer, type Socket } from "node:net";
import type { Connection } from "../../src/platform/database/embedded/settings.ts";

/** What went over the wire for one statement: Sync (or simple-query) messages, bursts of bytes that one began, ReadyForQuery. */
export interface Trips {
  syncs: number;
  flushes: number;
  answers: number;
}

/** A proxy before PostgreSQL that counts. */
export interface WireCounter {
  /** The database, through the proxy. */
  readonly url: string;
  /** By statement, the last before a Sync: the name it is prepared under, or the text of a simple query. */
  counts(): ReadonlyMap<string, Trips>;
  reset(): void;
  stop(): Promise<void>;
}

export async function startWireCounter({ host, port, user, password, database }: Connection): Promise<WireCounter> {
  const upstreamAt = host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const trips = new Map<string, Trips>();
  const tripsOf = (statement: string): Trips => {
    const held = trips.get(statement) ?? { syncs: 0, flushes: 0, answers: 0 };
    trips.set(statement, held);
    return held;
  };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(upstreamAt);
    let bound = "";
    let first: string | undefined;
    const unanswered: string[] = [];
    const fromClient = messages(true, (type, payload) => {
      // Bind: the portal's name, then the statement's. Query: its text.
      if (type === "B") bound = payload.toString("latin1").split("\0", 2)[1] ?? "";
      if (type === "Q") bound = payload.toString("latin1").split("\0", 1)[0] ?? "";
      if (type !== "S" && type !== "Q") return;
      tripsOf(bound).syncs++;
      unanswered.push(bound);
      first ??= bound;
    });
    const fromServer = messages(false, (type) => {
      const answered = type === "Z" ? unanswered.shift() : undefined;
      if (answered !== undefined) tripsOf(answered).answers++;
    });
    client.on("data", (chunk) => {
      first = undefined;
      fromClient(chunk);
      if (first !== undefined) tripsOf(first).flushes++;
    });
    upstream.on("data", fromServer);
    client.pipe(upstream).pipe(client);
    link(open, client, upstream);
    link(open, upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: listening } = server.address() as { port: number };
  return {
    url: `postgresql://${user}:${password}@127.0.0.1:${listening}/${database}`,
    counts: () => trips,
    reset: () => trips.clear(),
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** When one side of the proxy ends, so does the other. */
function link(open: Set<Socket>, one: Socket, other: Socket): void {
  open.add(one.setNoDelay(true));
  one.on("error", () => {});
  one.on("close", () => {
    open.delete(one);
    other.destroy();
  });
}

/** Cuts a stream of the protocol into messages. The client's first one, the start-up message, has no type. */
function messages(startUp: boolean, message: (type: string, payload: Buffer) => void): (chunk: Buffer) => void {
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
