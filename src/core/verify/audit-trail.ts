import type { Statement } from "../../platform/database/statement.ts";
import { digestOf, type Entity } from "../audit/change.ts";
import type { AuditedChange } from "../audit/queries.ts";
import { replay } from "../audit/replay.ts";
import { type CatalogueEntity, kinds } from "../ticketing/catalogue/kinds.ts";
import { of } from "../ticketing/catalogue/queries.ts";
import { type Check, organisationsOf, type Verified } from "./check.ts";
import {
  accountsMissing,
  campaignsMissing,
  changesByEntity,
  customersMissing,
  deliveriesMissing,
  loyaltyAccountsMissing,
  transactionsMissing,
} from "./queries.ts";
import { movesMissing, ordersMissing, scansMissing, valueEntriesMissing } from "./ticketing/queries.ts";

const batch = 2_000;
const missing: Readonly<Record<Entity, Statement<{ id: number }>>> = {
  customer: customersMissing,
  account: accountsMissing,
  delivery: deliveriesMissing,
  "loyalty-account": loyaltyAccountsMissing,
  campaign: campaignsMissing,
  transaction: transactionsMissing,
  ...(Object.fromEntries(kinds.map((kind) => [kind.name, of(kind).missing])) as Record<
    CatalogueEntity,
    Statement<{ id: number }>
  >),
  order: ordersMissing,
  seats: movesMissing,
  scan: scansMissing,
  "ticket-value": valueEntriesMissing,
};
const beforeAll = [0, 0, "00000000-0000-0000-0000-000000000000", 0] as const;

type Change = NonNullable<typeof changesByEntity.row>;

/** The changes tell, one after the other, how everything came to be as it is. */
export const trailCheck: Check = {
  name: "audit-trail",
  holds: "every change begins where the one before it ended, its values are those of its digest, and what it is about is there",
  async *faults(what) {
    for (const { orgId, slug } of await organisationsOf(what))
      for (const kind of Object.keys(missing) as Entity[])
        for await (const one of faultsOf(what, orgId, kind)) yield `${slug}: ${one}`;
  },
};

async function* faultsOf({ db, looked }: Verified, orgId: number, kind: Entity): AsyncGenerator<string> {
  let ids: number[] = [];
  const gone = async (): Promise<string[]> =>
    (await db.read(missing[kind], [orgId, ids])).map(({ id }) => `the change log tells of ${kind} ${id}, which is not there`);
  for await (const changes of entities(db, orgId, kind)) {
    looked?.(changes.length);
    yield* digestFaults(changes);
    yield* orderFaults(changes);
    yield* (await replay(inOrder(changes))).faults;
    ids.push(changes[0]!.entity_id);
    if (ids.length < batch) continue;
    yield* await gone();
    ids = [];
  }
  yield* await gone();
}

/** Entity by entity, all changes of each, so that no more than one has to be remembered. */
async function* entities(db: Verified["db"], orgId: number, kind: Entity): AsyncGenerator<Change[]> {
  const readBehind = (last: readonly unknown[]) => db.read(changesByEntity, [orgId, kind, ...last, batch]);
  let open: Change[] = [];
  let reading = readBehind(beforeAll);
  for (;;) {
    const changes = await reading;
    const last = changes.at(-1);
    const isWhole = changes.length === batch;
    // The next ones are on their way while these are looked at.
    if (last && isWhole) reading = readBehind([last.entity_id, last.version, last.write_id, last.part]);
    reading.catch(() => {});
    for (const change of changes) {
      if (open.length > 0 && open[0]!.entity_id !== change.entity_id) {
        yield open;
        open = [];
      }
      open.push(change);
    }
    if (!isWhole) break;
  }
  if (open.length > 0) yield open;
}

function* digestFaults(changes: readonly Change[]): Generator<string> {
  for (const { salt, field_values: text, digest, write_id: write, part } of changes)
    if (salt && text !== null && !digestOf(salt, text).equals(digest))
      yield `the values of part ${part} of the write ${write} were altered`;
}

/** A later version has a later number, or none yet. */
function* orderFaults(changes: readonly Change[]): Generator<string> {
  let last = 0;
  for (const { seq, entity, entity_id: id, version } of changes) {
    const number = seq ?? Number.POSITIVE_INFINITY;
    if (number < last) yield `version ${version} of ${entity} ${id} comes before an earlier one in the change log`;
    last = number;
  }
}

async function* inOrder(changes: readonly Change[]): AsyncGenerator<AuditedChange> {
  // What has no number yet is told of by this word.
  for (const change of changes) yield { ...change, seq: change.seq ?? ("without a number" as never) };
}
