import { AggregatorRegistry } from "prom-client";
import type { Parts } from "./app.ts";
import { type Config, ownHosts } from "./config.ts";
import { createReadLog } from "./core/audit/read-log.ts";
import { type Sequencer, startSequencer } from "./core/audit/sequencer.ts";
import type { Core } from "./core/core.ts";
import { createAuthenticate } from "./core/organisations/authenticate.ts";
import { createDirectory } from "./core/organisations/directory.ts";
import { type Clock, systemClock } from "./platform/clock.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import { type Database, openDatabase } from "./platform/database/database.ts";
import { randomIds } from "./platform/ids.ts";
import { createLog } from "./platform/log.ts";
import { networks } from "./platform/networks.ts";
import { createHasher } from "./platform/secrets/hashing.ts";
import { loadPepper, type Pepper } from "./platform/secrets/pepper.ts";
import { createTelemetry } from "./platform/telemetry.ts";

/** A process's parts, and how to put them away. */
export interface RunningParts extends Parts {
  readonly sequencer: Sequencer | undefined;
  /** Lets background work finish and closes the database. */
  close(): Promise<void>;
  setStopping(): void;
}

/** What the core's functions need, on a database. The command line and the sandbox need no more. */
export function createCore(
  config: Config,
  db: Database,
  clock: Clock = systemClock,
  pepper: Pepper = loadPepper(config.dataDir, config.pepper),
): Core {
  return {
    db,
    clock,
    ids: randomIds,
    hasher: createHasher(pepper, config.hashCost),
    pinAttempts: config.pinAttempts,
    mac: (text) => pepper.apply(text, pepper.version)!,
  };
}

/** Puts a serving process together. `sequence`: whether it takes part in numbering the change log. */
export function createParts(
  config: Config,
  target: ConnectionTarget,
  options: { sequence?: boolean; clock?: Clock; metrics?: () => Promise<string> } = {},
): RunningParts {
  const log = createLog(config.logLevel);
  const db = openDatabase(target, { writers: config.databaseConnections, readers: config.readConnections });
  const core = createCore(config, db, options.clock);
  const directory = createDirectory(db);
  const reads = createReadLog(core, (error) => log.error({ err: error }, "reads could not be recorded"));
  const telemetry = createTelemetry({ database: db.figures, hashing: () => core.hasher.slots.waiting() });
  // What the primary process collects from its workers.
  AggregatorRegistry.setRegistries([telemetry.registry]);
  const sequencer =
    options.sequence === false
      ? undefined
      : startSequencer(core, (error) => log.error({ err: error }, "changes could not be numbered"));
  let stopping = false;
  let requests = 0;
  const processName = randomIds.token(6);
  return {
    core,
    directory,
    authenticate: createAuthenticate(directory, core.hasher),
    reads,
    telemetry,
    log,
    sequencer,
    ownHosts: ownHosts(config),
    trustedProxies: networks(config.trustedProxies),
    metricsToken: config.metricsToken,
    metrics: options.metrics ?? (() => telemetry.registry.metrics()),
    stopping: () => stopping,
    processId: randomIds.uuid(),
    pollAfterMs: config.pollAfterMs,
    background: new Set(),
    requestId: () => `${processName}-${(++requests).toString(36)}`,
    setStopping() {
      stopping = true;
    },
    async close() {
      await sequencer?.stop();
      await reads.stop();
      await db.close();
      log.flush();
    },
  };
}
