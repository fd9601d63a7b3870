import type { Config } from "../../config.ts";
import { type Database, openDatabase } from "../../platform/database/database.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import { migrations } from "../../platform/database/migrate.ts";
import { databaseHealth, hasMigrationsTable, newestMigration } from "../../platform/database/queries.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";
import { mailFindings } from "./mail.ts";
import { organisationFindings } from "./organisations.ts";
import { pepperFileFindings, pepperFindings } from "./pepper.ts";

/** The database at `url` and what is in it; without one, why that can't be looked at. */
export async function databaseFindings(config: Config, url: string | undefined): Promise<Finding[]> {
  if (!url) {
    const message = "not looked at: the embedded database runs only while a server does";
    return [ok("database", message), ...pepperFileFindings(config)];
  }
  let db: Database | undefined;
  try {
    db = openDatabase({ url }, { writers: 1, readers: 1 });
    return await insideOf(config, db);
  } catch (error) {
    const cause = error instanceof DatabaseUnavailable ? error.cause : error;
    const advice = config.databaseUrl ? "See that it runs and that DATABASE_URL is right" : "Stop and start the server";
    return [problem("database", `it can't be asked: ${messageOf(cause)}`, advice), ...pepperFileFindings(config)];
  } finally {
    await db?.close();
  }
}

async function insideOf(config: Config, db: Database): Promise<Finding[]> {
  // The first statement pays for the connection, which must not count as a difference of clocks.
  const [table] = await db.read(hasMigrationsTable, []);
  const asked = Date.now();
  const [health] = await db.read(databaseHealth, []);
  const difference = health!.now.getTime() - (asked + Date.now()) / 2;
  const findings = [...serverFindings(config, health!), clockFinding(difference)];
  const known = migrations().at(-1)?.version ?? 0;
  const [newest] = table!.present ? await db.read(newestMigration, []) : [];
  const schema = newest?.version ?? 0;
  findings.push(schemaFinding(schema, known));
  // Another version's tables may be shaped otherwise.
  if (schema !== known) return [...findings, ...pepperFileFindings(config)];
  return [
    ...findings,
    ...(await pepperFindings(config, db)),
    ...(await organisationFindings(config, db)),
    ...(await mailFindings(config, db)),
  ];
}

type Health = NonNullable<typeof databaseHealth.row>;

function serverFindings(config: Config, health: Health): Finding[] {
  const findings: Finding[] = [];
  const add = (message: string, advice: string) => findings.push(problem("database", message, advice));
  if (health.number < 150_000) add(`PostgreSQL ${health.version} is too old`, "Move to PostgreSQL 15 or later");
  if (health.readOnly) add("it is a standby, which takes no writes", "Set DATABASE_URL to the primary");
  const lossy = Object.entries({
    fsync: health.fsync,
    synchronous_commit: health.synchronousCommit,
    full_page_writes: health.fullPageWrites,
  }).filter(([, value]) => value === "off");
  for (const [name] of lossy) add(`${name} is off: a crash loses what callers were told is done`, `Set ${name} to on`);
  const needed = config.workers * (config.databaseConnections + config.readConnections) + 2;
  if (needed > health.maxConnections) {
    const message = `it takes ${health.maxConnections} connections, and ${config.workers} workers may open ${needed}`;
    findings.push(warning("database", message, "Raise max_connections, or lower WORKERS or DATABASE_CONNECTIONS"));
  }
  return findings.length ? findings : [ok("database", `PostgreSQL ${health.version} answers and writes durably`)];
}

function clockFinding(difference: number): Finding {
  const seconds = Math.abs(difference) / 1000;
  if (seconds < 1) return ok("clock", "this machine and the database agree");
  const message = `the database's clock is ${seconds.toFixed(1)} s ${difference > 0 ? "ahead of" : "behind"} this machine's`;
  const advice = "Set both by NTP";
  return seconds < 30 ? warning("clock", message, advice) : problem("clock", message, advice);
}

function schemaFinding(schema: number, known: number): Finding {
  if (schema === known) return ok("schema", `at ${schema}, which this version needs`);
  if (schema < known)
    return warning(
      "schema",
      `at ${schema}, and this version needs ${known}`,
      'The next start migrates it; "willcall migrate" does so now',
    );
  return problem(
    "schema",
    `at ${schema}, and this version knows ${known}`,
    "Start the newer Willcall that migrated it, or restore a backup from before",
  );
}
