import assert from "node:assert/strict";
import { once } from "node:events";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { findOwner } from "../../src/platform/database/embedded/owner.ts";
import { runProgram, startProgram, temporaryFolder } from "./helpers.ts";

const env = { DATA_DIR: temporaryFolder(), PORT: "0" };
const arena = ["--slug", "arena", "--name", "Arena", "--time-zone", "UTC", "--currency", "EUR"];

describe("commands on a data folder", () => {
  it("start its database for the moment, keep notes off standard output, and stop it", async () => {
    const made = await runProgram(["org", "create", ...arena, "--json"], env);
    assert.deepEqual([made.status, made.json.organisation.slug], [0, "arena"]);
    for (const line of made.stderr.split("\n").filter(Boolean)) assert.ok(JSON.parse(line).note.message);
    const after = await runProgram(["doctor", "--json"], env);
    assert.match(after.stdout, /none is running/);
  });

  it("wait for each other", async () => {
    const both = await Promise.all([1, 2].map(() => runProgram(["org", "list", "--json"], env)));
    for (const { status, json } of both) assert.deepEqual([status, json.organisations.length], [0, 1]);
  });

  it("stop it on a signal too, and say so by their status", async () => {
    const child = startProgram(["org", "list"], env);
    // Who has the folder is starting its database.
    while (!(await findOwner(env.DATA_DIR))) await sleep(5);
    child.kill("SIGINT");
    const [status] = await once(child, "close");
    assert.equal(status, 130);
    assert.equal((await runProgram(["org", "list", "--json"], env)).json.organisations.length, 1);
  });

  it("share the database of the server that runs on it", async () => {
    const server = startProgram(["serve"], env);
    after(() => server.kill("SIGKILL"));
    let said = "";
    server.stdout.on("data", (data) => (said += data));
    while (!said.includes("answers at") && server.exitCode === null) await sleep(20);
    const migrated = await runProgram(["migrate", "--json"], env);
    assert.deepEqual([migrated.status, migrated.json.ran], [0, []]);
    const checked = await runProgram(["doctor", "--json"], env);
    assert.deepEqual([checked.status, checked.json.ok], [0, true]);
    assert.match(checked.stdout, new RegExp(`process ${server.pid} answers at http`));
    server.kill("SIGTERM");
    const [status] = await once(server, "close");
    assert.equal(status, 0);
  });
});
