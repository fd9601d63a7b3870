import type { Config } from "./config.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import { findOwner, takeOwnership } from "./platform/database/embedded/owner.ts";
import { placeData } from "./platform/database/embedded/place.ts";
import { startEmbedded } from "./platform/database/embedded/supervisor.ts";
import { version } from "./version.ts";

/** Where this Willcall's data is: a folder, and a database that is running. */
export interface Home {
  /** The configuration with the data folder that is really used. */
  readonly config: Config;
  readonly target: ConnectionTarget;
  /** Tells those who ask the folder's owner where calls are served; undefined when this process is not the owner. */
  readonly announce: ((address: string) => void) | undefined;
  /** Ends the embedded database, when this process started it, and gives the folder up. */
  close(): Promise<void>;
}

interface HomeOptions {
  /** A server must own the folder; a command shares the database of the server that does, if one is running. */
  readonly role: "server" | "command";
  /** Told what an operator should know. */
  readonly note: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Finds the data folder and its database, and starts the embedded one when nobody has. */
export async function openHome(config: Config, { role, note, signal }: HomeOptions): Promise<Home> {
  if (config.databaseUrl) return { config, target: { url: config.databaseUrl }, announce: undefined, close: async () => {} };
  const place = placeData(config);
  if (place.note) note(place.note);
  const placed: Config = { ...config, dataDir: place.dataDir };
  if (role === "command") {
    const owner = await findOwner(placed.dataDir);
    if (owner?.databaseUrl)
      return { config: placed, target: { url: owner.databaseUrl }, announce: undefined, close: async () => {} };
  }
  // A command's database ends with it, so others wait for it as for a server that stops, and don't share it.
  const ownership = await takeOwnership(placed.dataDir, { version, stopping: role === "command" });
  try {
    const connections = config.workers * (config.databaseConnections + config.readConnections) + 20;
    const embedded = await startEmbedded({
      dataDir: placed.dataDir,
      postgresBin: config.postgresBin || undefined,
      maxConnections: Math.max(100, connections),
      log: note,
      signal,
    });
    if (role === "server") ownership.update({ databaseUrl: embedded.url });
    return {
      config: placed,
      target: embedded.connection,
      announce: (address) => ownership.update({ address }),
      async close() {
        ownership.update({ stopping: true });
        await embedded.stop();
        await ownership.release();
      },
    };
  } catch (error) {
    await ownership.release();
    throw error;
  }
}
