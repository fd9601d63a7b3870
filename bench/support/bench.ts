import { chmodSync, readFileSync } from "node:fs";
import { loadConfig } from "../../src/config.ts";
import { createCore } from "../../src/parts.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import type { Connection } from "../../src/platform/database/embedded/settings.ts";
import { startEmbedded } from "../../src/platform/database/embedded/supervisor.ts";
import { prepareDatabase } from "../../src/prepare.ts";
import { makeOrganisation } from "./organisation.ts";
import { node, type Running, startProcess } from "./processes.ts";

export interface BenchOptions {
  /** Fewer and shorter runs, for development. */
  readonly quick: boolean;
  /** Where our server writes CPU profiles; without it none are made. */
  readonly profile?: string;
}

/** A database of its own with the benches' organisation in it, and the processes that are measured on it. */
export interface Bench extends BenchOptions {
  readonly database: Connection;
  readonly orgId: number;
  /** What the measured processes are set to. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts ours as `npm start` does, with the settings of production. `databaseUrl`: another way to the same database; `more`: settings. */
  startOurs(databaseUrl?: string, more?: Record<string, string>): Promise<Running>;
  /** Starts one of the bare processes of bench/, with the same settings in its environment. */
  startFloor(file: string): Promise<Running>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL in `folder` as the server itself does, and fills it. Nothing of its durability is switched off. */
export async function startBench(folder: string, options: BenchOptions): Promise<Bench> {
  // Under root PostgreSQL runs as nobody, who must be able to enter.
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded({ dataDir: `${folder}/data` });
  try {
    const settings = { DATA_DIR: `${folder}/data`, DATABASE_URL: embedded.url, WORKERS: "1", LOG_LEVEL: "info", TLS_PORT: "0" };
    const config = loadConfig(settings);
    await prepareDatabase(config, embedded.connection);
    const db = openDatabase(embedded.connection, { writers: 4, readers: 1 });
    const orgId = await makeOrganisation(createCore(config, db), embedded.connection).finally(() => db.close());
    const profiling = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${options.profile}`] : [];
    return {
      ...options,
      database: embedded.connection,
      orgId,
      settings,
      startOurs: (databaseUrl = embedded.url, more = {}) =>
        startProcess(node([...profiling, ...npmStart(), "--no-sandbox"]), {
          ...settings,
          DATABASE_URL: databaseUrl,
          ...more,
        }),
      startFloor: (file) => startProcess(node([file]), { ...settings, BENCH_ORG_ID: String(orgId) }),
      stop: () => embedded.stop(),
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** What `npm start` gives to Node. */
function npmStart(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return scripts.start.split(" ").slice(1);
}
