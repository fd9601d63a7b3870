import { availableParallelism, cpus, loadavg } from "node:os";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";

/** Prints what the figures depend on. */
export async function printFacts(database: ConnectionTarget): Promise<void> {
  const client = await connect(database, "bench");
  const { rows } = await client.query("SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync");
  await client.end();
  const [{ version, fsync }] = rows as [{ version: string; fsync: string }];
  console.log(
    `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${process.platform} ${process.arch}, Node ${process.version}, PostgreSQL ${version} (fsync ${fsync}), load ${loadavg()[0]!.toFixed(1)} before`,
  );
}
