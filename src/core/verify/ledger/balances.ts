import { type Check, organisationsOf, type Verified } from "../check.ts";
import { type BalanceRow, balancesOfRange, balancesOfSurvivors, reachOfEntries, survivorsAfter } from "./queries.ts";

/** So many entries are added up by one statement: few seconds' work. */
const entriesAtOnce = 1_000_000;
const survivorsAtOnce = 500;
const highestNumber = 2_147_483_647;

/** A customer has what they were given less what was taken. */
export const balancesCheck: Check = {
  name: "balances",
  holds: "each balance is the sum of its entries, and what was ever earned that of its activities",
  async *faults(what) {
    for (const { orgId, slug } of await organisationsOf(what)) {
      for await (const row of rows(what, orgId)) {
        what.looked?.(row.entries);
        for (const fault of row.found.flatMap(faultsOf)) yield `${slug}: ${fault}`;
      }
    }
  },
};

interface Looked {
  readonly entries: number;
  readonly found: readonly BalanceRow[];
}

/**
 * Most customers' entries are under their own number, and are added up as they lie; those of a customer whom others were merged into are added up again
 * by themselves, with the others'. So each is told of once.
 */
async function* rows({ db }: Verified, orgId: number): AsyncGenerator<Looked> {
  for (let after = 0; after < highestNumber; ) {
    const [reach] = await db.read(reachOfEntries, [orgId, after, entriesAtOnce]);
    // A customer with more entries than that is added up in one.
    const to = reach?.customer_id ?? highestNumber;
    yield looked(await db.read(balancesOfRange, [orgId, after, to]));
    after = to;
  }
  for (let after = 0; ; ) {
    const survivors = (await db.read(survivorsAfter, [orgId, after, survivorsAtOnce])).map((one) => one.customer_id);
    if (survivors.length > 0) yield looked(await db.read(balancesOfSurvivors, [orgId, survivors]));
    if (survivors.length < survivorsAtOnce) break;
    after = survivors.at(-1)!;
  }
}

function looked(found: readonly BalanceRow[]): Looked {
  return { entries: found[0]?.entries ?? 0, found: found.filter((row) => row.customer_id !== null) };
}

function faultsOf(row: BalanceRow): string[] {
  const { customer_id: id, campaign_id: campaign, item_id: item, balance, cumulative, total, earned, enrolled } = row;
  const where = `in campaign ${campaign}${item === 0 ? "" : `, item ${item}`}`;
  if (balance === null) return [`customer ${id} has entries ${where} that come to ${total}, and no balance`];
  return [
    ...(balance === total ? [] : [`customer ${id} has ${balance} ${where}, and the entries come to ${total}`]),
    ...(cumulative === earned
      ? []
      : [`customer ${id} counts ${cumulative} as ever earned ${where}, and the activities come to ${earned}`]),
    ...(balance < 0 ? [`customer ${id} has ${balance} ${where}, which is below zero`] : []),
    ...(item === 0 && !enrolled ? [`customer ${id} has joined ${where.slice(3)}, and no entry says so`] : []),
  ];
}
