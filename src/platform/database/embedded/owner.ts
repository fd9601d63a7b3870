// One process owns a data folder at a time. An operating system lock, which dies with its process, decides who; a socket in the
// folder tells everyone else that a server is alive and how to reach its database.
import { setTimeout as sleep } from "node:timers/promises";
import { answerFrom, askOwner } from "./control-socket.ts";
import { lockFolder } from "./folder-lock.ts";
import { prepareDataDir } from "./place.ts";
import { refusal } from "./refusal.ts";

/** What the owner of a data folder tells a process of the same user. */
export type OwnerInfo = {
  pid: number;
  version: string;
  /** Set once the database takes connections. */
  databaseUrl?: string;
  /** Set once calls are served. */
  address?: string;
  /** The owner is about to release the folder. */
  stopping?: boolean;
};

export type Ownership = {
  /** Changes what later askers are told. */
  update(changes: Partial<Omit<OwnerInfo, "pid">>): void;
  /** Gives the folder up: the last thing a server does, after its database has stopped. */
  release(): Promise<void>;
};

/** How long a second server waits for a first one that has begun to stop. */
const STOPPING_MS = 40_000;

/**
 * Takes the data folder for this process. Refuses (DATA_DIR_IN_USE, with the other's pid where it is known) while another
 * process has it; one that says it is stopping is waited for.
 */
export async function takeOwnership(dataDir: string, info: Omit<OwnerInfo, "pid">): Promise<Ownership> {
  const folder = prepareDataDir(dataDir);
  const unlock = await lockOrRefuse(folder);
  const told: OwnerInfo = { ...info, pid: process.pid };
  try {
    // Only when someone has deleted the lock file under a running server.
    const other = await askOwner(folder);
    if (other) throw inUse(folder, other.pid);
    const close = await answerFrom(folder, () => told);
    return {
      update: (changes) => void Object.assign(told, changes),
      release: async () => {
        await close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The living owner of a data folder; undefined when there is none. */
export async function findOwner(dataDir: string): Promise<OwnerInfo | undefined> {
  return askOwner(dataDir);
}

async function lockOrRefuse(folder: string): Promise<() => void> {
  let patience = Date.now() + 1_000; // the other may hold the lock and not answer yet
  for (const start = Date.now(); ; await sleep(50)) {
    const unlock = lockFolder(folder);
    if (unlock) return unlock;
    const other = await askOwner(folder).catch(() => undefined); // alive and too busy to answer
    if (other?.stopping) patience = start + STOPPING_MS;
    else if (other) throw inUse(folder, other.pid);
    if (Date.now() > patience) throw inUse(folder, undefined);
  }
}

function inUse(folder: string, pid: number | undefined) {
  const who = pid === undefined ? "Another Willcall" : `Another Willcall (process ${pid})`;
  return refusal(
    "DATA_DIR_IN_USE",
    `${who} is using the data folder ${folder}. Stop it first, or set DATA_DIR to another folder.`,
    pid,
  );
}
