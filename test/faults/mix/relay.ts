import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { after } from "node:test";

/** Passes bytes on from an address that stays, whoever is behind it at the moment, and resets connections. */
export interface Relay {
  readonly port: number;
  /** Resets the connection that `choose` takes among so many; false when there is none. */
  reset(choose: (open: number) => number): boolean;
}

/** Opens a relay on a free port of this machine; `upstream` connects to whom the bytes are for. It goes when the test ends. */
export async function relay(upstream: () => Socket): Promise<Relay> {
  const open = new Map<Socket, Socket>();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = upstream();
    open.set(near, far);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    }
    near.pipe(far);
    far.pipe(near);
    // A connection that one side has lost is lost to the other one too.
    near.on("error", () => far.destroy());
    far.on("error", () => resetConnection(near));
    near.on("close", () => {
      open.delete(near);
      far.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    reset(choose) {
      const [near, far] = [...open][open.size && choose(open.size)] ?? [];
      far?.destroy();
      if (near) resetConnection(near);
      return near !== undefined;
    },
  };
}

/** A reset while the end is being sent fails in libuv, and the process then never ends (Node 24). */
function resetConnection(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
