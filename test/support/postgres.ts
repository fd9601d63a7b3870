import { chmodSync } from "node:fs";
import { organisationsToNumber } from "../../src/core/audit/queries.ts";
import { numberCommitted } from "../../src/core/audit/sequencer.ts";
import { createCore } from "../../src/parts.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import { type Embedded, startEmbedded } from "../../src/platform/database/embedded/supervisor.ts";
import { prepareDatabase } from "../../src/prepare.ts";
import { makeSandbox } from "../../src/sandbox/sandbox.ts";
import { testConfig } from "./config.ts";
import { createTemplate } from "./queries.ts";

// A run makes hundreds of databases, and what a checkpoint writes of them is work for nothing. In memory it costs nothing, and room.
const settings = (inMemory: boolean) => ({ checkpoint_timeout: "1h", max_wal_size: inMemory ? "1GB" : "4GB" });

/** Starts the run's database and makes its templates; tells the test files where by the environment. */
export async function startTestPostgres(
  folder: string,
  inMemory = false,
): Promise<{ target: ConnectionTarget; stop(): Promise<void> }> {
  // Under root PostgreSQL runs as nobody, who must be able to enter.
  chmodSync(folder, 0o755);
  const given = process.env.TEST_DATABASE_URL;
  const embedded = given
    ? undefined
    : await startEmbedded({ dataDir: `${folder}/data`, maxConnections: 400, settings: settings(inMemory) });
  const target: ConnectionTarget = embedded ? embedded.connection : { url: given! };
  Object.assign(process.env, testConfig.env, { WILLCALL_TEST_TARGET: JSON.stringify(target) });
  if (embedded && inMemory) process.env.WILLCALL_TEST_IN_MEMORY = "yes";
  const plain = await template(target, "willcall_template");
  await prepareDatabase(testConfig.config(), plain);
  const sandbox = await template(target, "willcall_sandbox_template", "willcall_template");
  const db = openDatabase(sandbox, { writers: 4, readers: 1 });
  await makeSandbox(createCore(testConfig.config(), db), "small");
  // As it is a moment later, when a running server has numbered all that made it.
  for (const { org_id: orgId } of await db.read(organisationsToNumber, [])) while ((await numberCommitted({ db }, orgId)) > 0);
  await db.close();
  return { target, stop: async () => embedded && throwAway(embedded) };
}

/** Stops a database whose folder goes next: what a clean stop writes to disk is hundreds of databases. */
async function throwAway(embedded: Embedded): Promise<void> {
  const pid = embedded.pid();
  const stopped = embedded.stop();
  if (pid !== undefined && process.platform !== "win32") process.kill(pid, "SIGQUIT");
  await stopped;
}

async function template(target: ConnectionTarget, name: string, from = "template1"): Promise<ConnectionTarget> {
  const client = await connect(target, "test", { pipeline: false, statement_timeout: 0, query_timeout: 0 } as never);
  for (const text of createTemplate(name, from)) await client.query(text);
  await client.end();
  return inDatabase(target, name);
}

/** The same server, another database. */
export function inDatabase(target: ConnectionTarget, database: string): ConnectionTarget {
  if (!("url" in target)) return { ...target, database };
  const url = new URL(target.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}
