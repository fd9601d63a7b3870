import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, truncateSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { startEmbedded } from "../../../../src/platform/database/embedded/supervisor.ts";
import { query, temporaryFolder } from "./helpers.ts";

test("the log has no values that people entered, and stays bounded", async (t) => {
  const dataDir = temporaryFolder(t);
  const log = path.join(dataDir, "postgres.log");
  const first = await startEmbedded({ dataDir });
  await query(first.url, "CREATE TABLE person (email text PRIMARY KEY)");
  await query(first.url, "INSERT INTO person VALUES ('ann@secret.example')");
  await assert.rejects(query(first.url, "INSERT INTO person VALUES ('ann@secret.example')"));
  await assert.rejects(query(first.url, "SELECT 'ann@secret.example'::int"));
  await first.stop();
  assert.ok(!readFileSync(log, "utf8").includes("secret.example"));
  truncateSync(log, 11 * 1024 * 1024);
  await (await startEmbedded({ dataDir })).stop();
  assert.ok(statSync(log).size < 1024 * 1024 && existsSync(`${log}.1`));
});
