// A lock between processes of any Node version: a file that names its holder's process and the one it has working for it, which
// outlives a killed holder. The holder touches it while it works, so a lock whose processes are gone, or whose numbers now belong
// to something else (after a reboot), is taken over.
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimes, writeFileSync } from "node:fs";

const TOUCH_MS = 5_000;
const ABANDONED_MS = 120_000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function isAbandoned(file) {
  let pids;
  try {
    pids = readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return false; // released meanwhile
  }
  // An empty file is a holder between creating it and writing its number, or one killed just there.
  if (pids.length === 0) return ageOf(file) > TOUCH_MS;
  return !pids.some(isAlive) || ageOf(file) > ABANDONED_MS;
}

function tryCreate(make) {
  try {
    make();
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Only one process at a time may judge and remove an abandoned lock, or a second would remove the first one's fresh lock. */
function removeIfAbandoned(file) {
  const guard = `${file}.takeover`;
  if (!tryCreate(() => mkdirSync(guard))) {
    if (ageOf(guard) > TOUCH_MS) tryRemove(guard); // its maker was killed within these few lines
    return;
  }
  try {
    if (isAbandoned(file)) rmSync(file, { force: true });
  } finally {
    tryRemove(guard);
  }
}

function tryRemove(folder) {
  try {
    rmdirSync(folder);
  } catch {
    // someone else removed it
  }
}

/**
 * Runs `work` while holding `file`; calls `waiting` once when another process holds it first. `work` is given a function that
 * adds a process it started to the lock.
 */
export async function withLock(file, waiting, work) {
  let told = false;
  while (!tryCreate(() => writeFileSync(file, String(process.pid), { flag: "wx" }))) {
    if (isAbandoned(file)) {
      removeIfAbandoned(file);
      continue;
    }
    if (!told) waiting();
    told = true;
    await sleep(200);
  }
  const touch = setInterval(() => utimes(file, new Date(), new Date(), () => {}), TOUCH_MS);
  try {
    return await work((pid) => writeFileSync(file, `${process.pid} ${pid}`));
  } finally {
    clearInterval(touch);
    rmSync(file, { force: true });
  }
}
