import { AggregatorRegistry } from "prom-client";
import type { Parts } from "./app.ts";
import { type Config, ownHosts } from "./config.ts";
import { createReadLog } from "./core/audit/read-log.ts";
import { type Sequencer, startSequencer } from "./core/audit/sequencer.ts";
import type { Core } from "./core/core.ts";
import { createKeyUse } from "./core/key-use/key-use.ts";
import { createAtOnce } from "./core/limits/at-once.ts";
import { createLimiter } from "./core/limits/limiter.ts";
import { startLedgerJobs } from "./core/loyalty/ledger/due/job.ts";
import { createAuthenticate } from "./core/organisations/authenticate.ts";
import { createDirectory } from "./core/organisations/directory.ts";
import { developersSettings } from "./developers.ts";
import { type Clock, systemClock } from "./platform/clock.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import { type Database, openDatabase } from "./platform/database/database.ts";
import { randomIds } from "./platform/ids.ts";
import { createLog } from "./platform/log.ts";
import { openMail } from "./platform/mail/open-mail.ts";
import { networks } from "./platform/networks.ts";
import { watchOverload } from "./platform/overload.ts";
import { createHasher } from "./platform/secrets/hashing.ts";
import { loadPepper, type Pepper } from "./platform/secrets/pepper.ts";
import type { SlotBounds } from "./platform/secrets/slots.ts";
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
  hashing: Partial<SlotBounds> = {},
): Core {
  return {
    db,
    clock,
    machineClock: clock,
    ids: randomIds,
    hasher: createHasher(pepper, config.hashCost, hashing),
    pinAttempts: config.pinAttempts,
    mac: (text) => pepper.apply(text, pepper.version)!,
  };
}

/** Puts a serving process together. `sequence`: whether it takes part in numbering the change log and in what the ledger does by itself. */
export function createParts(
  config: Config,
  target: ConnectionTarget,
  options: { sequence?: boolean; clock?: Clock; metrics?: () => Promise<string | undefined> } = {},
): RunningParts {
  const log = createLog(config.logLevel);
  const overload = watchOverload(config.overloadLagMs, () => telemetry.active);
  const opened = openDatabase(target, { writers: config.databaseConnections, readers: config.readConnections });
  const db: Database = { ...opened, read: (one, values) => overload.read(() => opened.read(one, values)) };
  const core = createCore(config, db, options.clock, undefined, { waitMs: config.hashWaitMs });
  const directory = createDirectory(db);
  const reads = createReadLog(core, (error) => log.error({ err: error }, "reads could not be recorded"));
  const telemetry = createTelemetry({ database: db.figures, hashing: () => core.hasher.slots.waiting() });
  const keyUse = createKeyUse(core, (error) => log.error({ err: error }, "calls could not be counted"));
  const mail = openMail({ config, core, telemetry, log });
  // What the primary process collects from its workers.
  AggregatorRegistry.setRegistries([telemetry.registry]);
  const sequencer =
    options.sequence === false
      ? undefined
      : startSequencer(core, (error) => log.error({ err: error }, "changes could not be numbered"));
  const ledgerJobs =
    options.sequence === false
      ? undefined
      : startLedgerJobs(core, (error) => log.error({ err: error }, "what is due in the ledger could not be worked out"));
  let stopping = false;
  let requests = 0;
  const processName = randomIds.token(6);
  return {
    core,
    directory,
    authenticate: createAuthenticate(directory, core.hasher),
    reads,
    limiter: createLimiter(core),
    keyUse,
    atOnce: createAtOnce(config.keyConcurrency),
    overload,
    telemetry,
    log,
    sequencer,
    ownHosts: ownHosts(config),
    trustedProxies: networks(config.trustedProxies),
    developers: developersSettings(config),
    metricsToken: config.metricsToken,
    metrics: options.metrics ?? (() => telemetry.registry.metrics()),
    stopping: () => stopping,
    processId: randomIds.uuid(),
    pollAfterMs: config.pollAfterMs,
    deliverySessionMs: config.deliverySessionMinutes * 60_000,
    background: new Set(),
    requestId: () => `${processName}-${(++requests).toString(36)}`,
    setStopping() {
      stopping = true;
    },
    async close() {
      overload.stop();
      await Promise.all([sequencer?.stop(), ledgerJobs?.stop(), mail.stop(), keyUse.stop()]);
      await reads.stop();
      await db.close();
      log.flush();
    },
  };
}
