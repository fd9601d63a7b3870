import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findBinaries } from "../../../../src/platform/database/embedded/binaries.ts";
import { copyBinaries } from "../../../../src/platform/database/embedded/binaries-copy.ts";
import { isRoot, NOBODY } from "../../../../src/platform/database/embedded/identity.ts";
import { placeData, prepareDataDir } from "../../../../src/platform/database/embedded/place.ts";
import { startEmbedded } from "../../../../src/platform/database/embedded/supervisor.ts";
import { temporaryFolder } from "./helpers.ts";

const onlyRoot = { skip: isRoot() ? false : "only root has to run PostgreSQL as another user" };

/** A folder that nobody but root enters, as the checkout of someone who works as root. */
function closedFolder(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync("/tmp/willcall-closed-");
  chmodSync(folder, 0o700);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("POSTGRES_BIN that does not exist, or lacks a program, is refused and named", () => {
  assert.throws(() => findBinaries("/nowhere/bin", undefined), {
    code: "NO_POSTGRES",
    message: /POSTGRES_BIN is \/nowhere\/bin/,
  });
  assert.throws(() => findBinaries("/usr/bin", undefined), { code: "NO_POSTGRES", message: /initdb is missing/ });
});

test("a database of another major version is refused with both versions and left alone", async (t) => {
  const dataDir = temporaryFolder(t);
  mkdirSync(path.join(dataDir, "postgres"), { mode: 0o700 });
  writeFileSync(path.join(dataDir, "postgres", "PG_VERSION"), "17\n");
  await assert.rejects(startEmbedded({ dataDir }), {
    code: "OTHER_MAJOR",
    message: /PostgreSQL 17.*PostgreSQL 18.*POSTGRES_BIN/,
  });
  assert.deepEqual(readdirSync(path.join(dataDir, "postgres")), ["PG_VERSION"]);
});

test("a folder with other files in the database's place is refused and left alone", async (t) => {
  const dataDir = temporaryFolder(t);
  mkdirSync(path.join(dataDir, "postgres"));
  writeFileSync(path.join(dataDir, "postgres", "thesis.txt"), "mine");
  await assert.rejects(startEmbedded({ dataDir }), { code: "DATA_DIR_FOREIGN", message: /thesis|not a PostgreSQL database/ });
  assert.ok(existsSync(path.join(dataDir, "postgres", "thesis.txt")));
});

test("a setting that keeps the data safe, or personal data out of the log, can't be changed", async (t) => {
  for (const name of ["fsync", "full_page_writes", "log_statement", "x=1 -c fsync"]) {
    await assert.rejects(startEmbedded({ dataDir: temporaryFolder(t), settings: { [name]: "off" } }), /can't be changed/);
  }
});

test("under root, a closed folder that was set as DATA_DIR is refused, and the folder to open is named", onlyRoot, (t) => {
  const closed = closedFolder(t);
  const set = { dataDir: path.join(closed, "a", "data"), dataDirIsDefault: false };
  assert.throws(() => placeData(set), { code: "DATA_DIR_UNREACHABLE", message: new RegExp(`chmod o\\+x ${closed}\\)`) });
  chmodSync(closed, 0o711);
  assert.deepEqual(placeData(set), { dataDir: set.dataDir });
  assert.equal(statSync(set.dataDir).mode & 0o777, 0o711);
});

test("under root, a closed DATA_DIR itself is opened for passing through", onlyRoot, (t) => {
  const dataDir = closedFolder(t);
  assert.deepEqual(placeData({ dataDir, dataDirIsDefault: false }), { dataDir });
  assert.equal(statSync(dataDir).mode & 0o777, 0o711);
});

test("under root, the default moves out of a closed folder, with a word, to the same place each time", onlyRoot, (t) => {
  const closed = closedFolder(t);
  const asked = { dataDir: path.join(closed, "data"), dataDirIsDefault: true };
  const first = placeData(asked);
  t.after(() => rmSync(first.dataDir, { recursive: true, force: true }));
  assert.notEqual(first.dataDir, asked.dataDir);
  assert.ok(first.note?.includes(first.dataDir) && first.note.includes(closed), first.note);
  assert.deepEqual(placeData(asked), first);
  // Once there is data, opening the folder doesn't lose it, and neither does closing one with data in it.
  mkdirSync(path.join(first.dataDir, "postgres"));
  writeFileSync(path.join(first.dataDir, "postgres", "PG_VERSION"), "18\n");
  chmodSync(closed, 0o755);
  assert.equal(placeData(asked).dataDir, first.dataDir);
  rmSync(first.dataDir, { recursive: true });
  mkdirSync(path.join(asked.dataDir, "postgres"), { recursive: true });
  writeFileSync(path.join(asked.dataDir, "postgres", "PG_VERSION"), "18\n");
  chmodSync(closed, 0o700);
  assert.throws(() => placeData(asked), { code: "DATA_DIR_UNREACHABLE" });
});

test("under root, a strict umask does not shut PostgreSQL's user out", onlyRoot, (t) => {
  const before = process.umask(0o077);
  try {
    const made = prepareDataDir(path.join(temporaryFolder(t), "a", "b"));
    assert.equal(statSync(path.dirname(made)).mode & 0o777, 0o755);
  } finally {
    process.umask(before);
  }
});

test("under root, programs in a closed folder are copied once, and again when the copy was touched", onlyRoot, (t) => {
  const { postgres } = findBinaries(undefined, undefined);
  const native = path.join(closedFolder(t), "native");
  cpSync(path.dirname(path.dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
  writeFileSync(path.join(native, "..", "package.json"), '{"version":"0.0.0-test"}');
  assert.throws(() => findBinaries(path.join(native, "bin"), NOBODY), {
    code: "NO_POSTGRES",
    message: /can't be run as user 65534/,
  });
  const runs = (copy: string) => spawnSync(path.join(copy, "bin/postgres"), ["--version"], { ...NOBODY, cwd: "/" }).status === 0;
  const copy = copyBinaries(native, "test", runs);
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  const made = statSync(copy).ino;
  assert.equal(copyBinaries(native, "test", runs), copy);
  assert.equal(statSync(copy).ino, made);
  chmodSync(path.join(copy, "bin/postgres"), 0o777);
  assert.equal(copyBinaries(native, "test", runs), copy);
  assert.notEqual(statSync(copy).ino, made);
  assert.equal(statSync(path.join(copy, "bin/postgres")).mode & 0o777, 0o755);
});

test("a socket folder that someone else made is refused", onlyRoot, async (t) => {
  const dataDir = temporaryFolder(t);
  mkdirSync(path.join(dataDir, "elsewhere"));
  symlinkSync(path.join(dataDir, "elsewhere"), path.join(dataDir, "run"));
  await assert.rejects(startEmbedded({ dataDir }), { code: "DATA_DIR_FOREIGN", message: /run.*is not a folder/ });
});
