import assert from "node:assert/strict";
import { closeSync, lstatSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findOwner, takeOwnership } from "../../../../src/platform/database/embedded/owner.ts";
import { kill, run, temporaryFolder, until } from "./helpers.ts";

const info = { version: "1.2.3" };

test("a second owner is refused, in the same process and in another, and told who the first is", async (t) => {
  const folder = temporaryFolder(t);
  const ownership = await takeOwnership(folder, info);
  const refused = { code: "DATA_DIR_IN_USE", pid: process.pid, message: new RegExp(`process ${process.pid}.*${folder}`) };
  await assert.rejects(takeOwnership(folder, info), refused);
  const { line } = await run("taker.ts", folder);
  assert.equal(line, `lost DATA_DIR_IN_USE ${process.pid}`);
  await ownership.release();
  await (await takeOwnership(folder, info)).release();
});

test("an owner whose lock file was deleted still keeps others out", async (t) => {
  const folder = temporaryFolder(t);
  const ownership = await takeOwnership(folder, info);
  rmSync(path.join(folder, "owner.lock"));
  const { line } = await run("taker.ts", folder);
  assert.equal(line, `lost DATA_DIR_IN_USE ${process.pid}`);
  await ownership.release();
});

test("nobody owns a folder that does not exist, is empty, or has what a killed owner left", async (t) => {
  const folder = temporaryFolder(t);
  assert.equal(await findOwner(path.join(folder, "nothing")), undefined);
  assert.equal(await findOwner(folder), undefined);
  const { child, line } = await run("taker.ts", folder, "0", "stay");
  assert.equal(line, "won");
  assert.equal((await findOwner(folder))?.pid, child.pid);
  await kill(child);
  assert.ok(lstatSync(path.join(folder, "control.sock")).isSocket());
  assert.equal(await findOwner(folder), undefined);
  await (await takeOwnership(folder, info)).release();
});

test("a file in the socket's place, and what a killed start left, are replaced", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, "control.sock"), "");
  mkdirSync(path.join(folder, ".control-abandoned"));
  const ownership = await takeOwnership(folder, info);
  assert.equal((await findOwner(folder))?.pid, process.pid);
  assert.equal(lstatSync(path.join(folder, ".control-abandoned"), { throwIfNoEntry: false }), undefined);
  await ownership.release();
});

test("askers are told what the owner says at that moment; only its user may ask", async (t) => {
  const folder = temporaryFolder(t);
  const ownership = await takeOwnership(folder, info);
  assert.deepEqual(await findOwner(folder), { version: "1.2.3", pid: process.pid });
  ownership.update({ databaseUrl: "postgresql://x", address: "http://y" });
  const expected = { version: "1.2.3", pid: process.pid, databaseUrl: "postgresql://x", address: "http://y" };
  assert.deepEqual(await findOwner(folder), expected);
  for (const name of ["control.sock", "owner.lock"]) assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600);
  await ownership.release();
  assert.equal(await findOwner(folder), undefined);
});

test("a folder with a path longer than a socket's address works", async (t) => {
  const folder = path.join(temporaryFolder(t), "x".repeat(100), "y".repeat(100));
  const ownership = await takeOwnership(folder, info);
  assert.equal((await findOwner(folder))?.pid, process.pid);
  const { line } = await run("taker.ts", folder);
  assert.equal(line, `lost DATA_DIR_IN_USE ${process.pid}`);
  await ownership.release();
});

test("an owner that says it is stopping is waited for", async (t) => {
  const folder = temporaryFolder(t);
  const ownership = await takeOwnership(folder, info);
  ownership.update({ stopping: true });
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(() => void ownership.release().then(resolve), 1_200);
  const { line } = await run("taker.ts", folder);
  assert.equal(line, "won");
  await promise;
});

test("of takers at the same instant exactly one wins, whatever the last one left", async (t) => {
  const folder = temporaryFolder(t);
  for (let round = 0; round < 5; round++) {
    const at = String(Date.now() + 400);
    const takers = await Promise.all(Array.from({ length: 4 }, () => run("taker.ts", folder, at, "stay")));
    const winners = takers.filter(({ line }) => line === "won");
    assert.equal(winners.length, 1, takers.map(({ line }) => line).join(", "));
    const winner = winners[0]!.child;
    for (const { line } of takers) assert.ok(line === "won" || line === `lost DATA_DIR_IN_USE ${winner.pid}`, line);
    await kill(winner); // leaves its lock file and its socket
    await until(async () => (await findOwner(folder)) === undefined);
  }
});

test("reading other files of the folder leaves the lock alone", async (t) => {
  const folder = temporaryFolder(t);
  const ownership = await takeOwnership(folder, info);
  writeFileSync(path.join(folder, "pepper"), "x");
  closeSync(openSync(path.join(folder, "pepper"), "r"));
  assert.equal((await run("taker.ts", folder)).line, `lost DATA_DIR_IN_USE ${process.pid}`);
  await ownership.release();
});
