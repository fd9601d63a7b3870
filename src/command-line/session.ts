import { setTimeout as sleep } from "node:timers/promises";
import { type Config, loadConfig } from "../config.ts";
import type { Core } from "../core/core.ts";
import { type Home, openHome } from "../home.ts";
import { createCore } from "../parts.ts";
import { openDatabase } from "../platform/database/database.ts";
import { findOwner } from "../platform/database/embedded/owner.ts";
import { placeData } from "../platform/database/embedded/place.ts";
import { prepareDatabase } from "../prepare.ts";
import { Interrupted } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** How long a command waits for a server, or another command, that is just starting or stopping in the data folder. */
const busyMs = 15_000;

/** What a command works with. */
export interface Session {
  readonly core: Core;
  /** The migrations that had to run first. */
  readonly migrated: readonly string[];
}

/**
 * Runs `work` on the database of the running server, of DATABASE_URL, or of the data folder, whose PostgreSQL then runs for this
 * moment. The schema is brought up to date and the pepper proved first. Everything is closed on errors and signals too.
 */
export async function withCore<T>(terminal: Terminal, work: (session: Session) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  return withSignals((signal) =>
    withHome(terminal, config, signal, async (home) => {
      const migrated = await prepareDatabase(home.config, home.target);
      signal.throwIfAborted();
      const db = openDatabase(home.target, { writers: 2, readers: 1 });
      try {
        return await unlessAborted(signal, work({ core: createCore(home.config, db), migrated }));
      } finally {
        await db.close();
      }
    }),
  );
}

/** Runs `work` with what SIGINT, SIGTERM and SIGHUP abort; throws Interrupted when one came. What `work` has opened it closes by itself. */
export async function withSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const handlers = signals.map((signal) => [signal, () => stop.abort(new Interrupted(signal))] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }
}

/** Runs `work` on the data folder or database as it is found, and closes it: nothing is migrated or proved. */
export async function withHome<T>(
  terminal: Terminal,
  config: Config,
  signal: AbortSignal,
  work: (home: Home) => Promise<T>,
): Promise<T> {
  const home = await openHomeSoon(config, terminal, signal);
  try {
    return await work(home);
  } finally {
    await home.close();
  }
}

/**
 * Whoever has the folder and serves no calls is a server that starts or stops, or another command whose database ends with it:
 * neither's database is one to share, so it is waited for.
 */
async function openHomeSoon(config: Config, terminal: Terminal, signal: AbortSignal): Promise<Home> {
  for (const began = Date.now(); ; await sleep(50, undefined, { signal })) {
    const patient = Date.now() - began < busyMs;
    if (patient && !config.databaseUrl && (await isPassing(placeData(config).dataDir))) continue;
    try {
      return await openHome(config, { role: "command", note: terminal.note, signal });
    } catch (error) {
      if (!patient || (error as { code?: unknown }).code !== "DATA_DIR_IN_USE") throw error;
    }
  }
}

async function isPassing(dataDir: string): Promise<boolean> {
  const owner = await findOwner(dataDir);
  return owner !== undefined && (owner.stopping === true || owner.address === undefined);
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}
