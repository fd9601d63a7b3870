import type { Caller, Core } from "../../core.ts";
import { type CustomerRecord, listRecords, toRecord } from "../../customers/record.ts";
import { candidateNumbers, candidates, recordsOfNumbers } from "./queries.ts";

/** Whom to look for. */
export interface Plan {
  /** The grams that a customer has one of these lists of, if it is to be found at all; undefined: all must be looked at. */
  readonly grams: readonly (readonly number[])[] | undefined;
  /** Whether a customer is one of those. */
  readonly finds: (customer: CustomerRecord) => boolean;
}

/** Customers that were found: the first of them, and then the rest in pages, if there may be more. */
export interface Found {
  readonly first: readonly CustomerRecord[];
  readonly rest?: AsyncIterable<readonly CustomerRecord[]>;
}

const pageSize = 200;
/** Where most are looked at in vain, in larger ones. */
const scanSize = 1_000;
/** Numbers of candidates that are fetched at once: the index is read again for the next ones. */
const numbersSize = 20_000;

/**
 * The customers with a loyalty code whom a plan finds, by their numbers. The first page has been read when this comes back, so that a database out
 * of reach is told before an answer begins; the rest is read as it is asked for.
 */
export async function findByPlan(core: Pick<Core, "db">, caller: Caller, plan: Plan): Promise<Found> {
  const pages = plan.grams ? candidatesOf(core, caller, plan.grams) : everybody(core, caller, plan);
  for (;;) {
    const { value, done } = await pages.next();
    if (done) return { first: [] };
    const first = value.records.filter((one) => isMember(one) && plan.finds(one));
    if (value.isLast) return { first };
    if (first.length > 0) return { first, rest: later(pages, plan) };
  }
}

interface Page {
  readonly records: readonly CustomerRecord[];
  readonly isLast: boolean;
}

async function* later(pages: AsyncGenerator<Page>, { finds }: Plan): AsyncGenerator<readonly CustomerRecord[]> {
  for await (const { records } of pages) {
    const found = records.filter((one) => isMember(one) && finds(one));
    if (found.length > 0) yield found;
  }
}

/** Whose loyalty side has been ended is not seen. */
const isMember = ({ identifiers }: CustomerRecord): boolean => identifiers.loyaltyCode !== null;

async function* everybody(core: Pick<Core, "db">, caller: Caller, { grams: _, finds }: Plan): AsyncGenerator<Page> {
  const size = finds === anybody ? pageSize : scanSize;
  // Large pages would stand in the way of short reads.
  const reader = size === scanSize ? { db: { ...core.db, read: core.db.run } } : core;
  for (let after = 0; ; ) {
    const records = await listRecords(reader, caller, undefined, after, size);
    yield { records, isLast: records.length < size };
    if (records.length < size) return;
    after = records.at(-1)!.customerId;
  }
}

/** Finds everybody. */
export const anybody = (): boolean => true;

/** Reading the index may take long where much is found, so it does not stand in the way of short reads. */
async function* candidatesOf(
  core: Pick<Core, "db">,
  caller: Caller,
  grams: readonly (readonly number[])[],
): AsyncGenerator<Page> {
  const { orgId, timeZone } = caller;
  const lists = [grams.flatMap((list, at) => list.map(() => at)), grams.flat()];
  const first = (await core.db.run(candidates, [orgId, timeZone, 0, pageSize, ...lists])).map(toRecord);
  yield { records: first, isLast: first.length < pageSize };
  if (first.length < pageSize) return;
  for (let after = first.at(-1)!.customerId; ; ) {
    const numbers = (await core.db.run(candidateNumbers, [orgId, after, numbersSize, ...lists])).map((row) => row.customer_id);
    for (let at = 0; at < numbers.length; at += pageSize) {
      const rows = await core.db.read(recordsOfNumbers, [orgId, timeZone, numbers.slice(at, at + pageSize)]);
      yield { records: rows.map(toRecord), isLast: false };
    }
    if (numbers.length < numbersSize) return;
    after = numbers.at(-1)!;
  }
}
