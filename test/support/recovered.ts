import { setTimeout as pause } from "node:timers/promises";
import { connect } from "../../src/platform/database/connection.ts";
import { findOwner } from "../../src/platform/database/embedded/owner.ts";

/** PostgreSQL is starting or recovering, or nothing listens yet. */
const notYet = new Set<unknown>(["57P03", "ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE"]);

/**
 * Where the database of a server on dataDir is, once it takes statements again: a test that kills it in the background
 * may come to its checks while it recovers. Throws what it says last when that takes a minute. Needs a running server.
 */
export async function recovered(dataDir: string): Promise<{ url: string }> {
  for (const until = Date.now() + 60_000; ; await pause(20)) {
    const url = (await findOwner(dataDir))?.databaseUrl;
    try {
      if (!url) throw Object.assign(new Error(`no server has made ${dataDir} its own`), { code: "ENOENT" });
      await (await connect({ url }, "test")).end();
      return { url };
    } catch (error) {
      if (Date.now() > until || !notYet.has((error as { code?: unknown }).code)) throw error;
    }
  }
}
