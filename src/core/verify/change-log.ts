import { checkSeals } from "../audit/seals.ts";
import { type Check, organisationsOf, type Verified } from "./check.ts";
import { changeCounter, numberAfter, numbersBetween } from "./queries.ts";

const batch = 50_000;

/** Who follows the change log by its numbers misses nothing. */
export const numbersCheck: Check = {
  name: "change-numbers",
  holds: "the numbers of each change log have no gap, and its counter stands at the last",
  async *faults({ db, slug: only, looked }) {
    for (const { orgId, slug } of await organisationsOf({ db, slug: only })) {
      const [counter] = await db.read(changeCounter, [orgId]);
      if (!counter) {
        yield `${slug}: the change log has no counter`;
        continue;
      }
      for (let at = 0; at < counter.last_seq; at += batch) {
        const to = Math.min(at + batch, counter.last_seq);
        const [{ count } = { count: 0 }] = await db.read(numbersBetween, [orgId, at, to]);
        looked?.(count);
        if (count !== to - at) yield `${slug}: of the changes ${at + 1} to ${to}, ${to - at - count} are missing`;
      }
      const [beyond] = await db.read(numberAfter, [orgId, counter.last_seq]);
      if (beyond) yield `${slug}: there is a change ${beyond.seq}, and the counter stands at ${counter.last_seq}`;
      if (counter.sealed_seq !== counter.last_seal)
        yield `${slug}: changes count as sealed up to ${counter.sealed_seq}, and the last seal is of ${counter.last_seal}`;
    }
  },
};

/** Nobody has changed the past. */
export const sealsCheck: Check = {
  name: "seals",
  holds: "each change log is the one that was sealed",
  async *faults({ db, slug: only, looked }) {
    for (const { orgId, slug } of await organisationsOf({ db, slug: only }))
      for (const fault of await checkSeals({ db: counting(db, looked) }, orgId)) yield `${slug}: ${fault}`;
  },
};

function counting(db: Verified["db"], looked: Verified["looked"]): Verified["db"] {
  return {
    async read(statement, values) {
      const rows = await db.read(statement, values);
      looked?.(rows.length);
      return rows;
    },
  };
}
