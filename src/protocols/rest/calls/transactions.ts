import { Type } from "typebox";
import { readCampaigns } from "../../../core/loyalty/campaigns/read.ts";
import { deleteTransaction } from "../../../core/loyalty/ledger/delete.ts";
import { findTransaction, type ListPlace, listTransactions as listed } from "../../../core/loyalty/ledger/listing.ts";
import { Refusal, refuse } from "../../../core/refusal.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { campaignId } from "../campaign-shape.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { Problem } from "../problems.ts";
import { foundShape, recordedShape, transactionId, transactionShape, transactionToWire } from "../transaction-shape.ts";
import { keyOf, openCampaign } from "./campaigns.ts";

const transactionParams = Type.Object({ transaction_id: transactionId });

/** A transaction of the ledger as calls answer it. Refuses with transaction-not-found. The read is recorded. */
export async function shownTransaction(context: NativeContext, id: number) {
  const { core, caller, reads } = context;
  const found = (await findTransaction(core, caller, id)) ?? refuse("transaction-not-found");
  const campaign = await openCampaign(context, found.campaignId);
  reads.note(caller, found.holderId);
  return { ...transactionToWire(found, found.holderId, campaign), undone_by: found.undoneBy };
}

/** What a transaction that was just made, or is told of again, came to. */
export async function shownRecorded(
  context: NativeContext,
  { entryId, balance, cumulative }: { readonly entryId: number; readonly balance: number; readonly cumulative: number },
) {
  return { ...(await shownTransaction(context, entryId)), balance, cumulative };
}

/** Which transactions a list is of. */
export const listFilters = {
  campaign_id: Type.Optional(campaignId),
  from: Type.Optional(Type.String({ format: "date", description: "The first day, where the organisation is" })),
  to: Type.Optional(Type.String({ format: "date", description: "The last day" })),
} as const;

interface Filters {
  readonly campaign_id?: number;
  readonly from?: string;
  readonly to?: string;
}

/** The campaigns and days of a list, with all campaigns of the organisation by their ids. */
export async function lookedAt({ core, caller }: NativeContext, filters: Filters) {
  const { from = null, to = null, campaign_id: only } = filters;
  const campaigns = new Map((await readCampaigns(core, caller.orgId)).map((one) => [one.campaignId, one]));
  const campaignIds = [...campaigns.keys()].filter((id) => only === undefined || id === only);
  return { looked: { from, to, campaignIds }, campaigns };
}

/** A page of the list. Refuses a cursor that is not its own. The reads are recorded. */
export async function transactionPage(
  context: NativeContext,
  query: Filters & { readonly limit: number; readonly cursor?: string },
) {
  const { core, caller, reads } = context;
  const place = placeOf<ListPlace>(context, query);
  const { looked, campaigns } = await lookedAt(context, query);
  const rows = await listed(core, caller, looked, place, query.limit + 1);
  for (const { holderId } of rows.slice(0, query.limit)) reads.note(caller, holderId);
  return pageOf(
    context,
    query,
    rows,
    (row) => transactionToWire(row, row.holderId, campaigns.get(row.campaignId)!),
    ({ occurredAt, entryId }) => [occurredAt.toISOString(), entryId],
  );
}

export const listTransactions = defineCall({
  method: "GET",
  path: "/transactions",
  scope: "transactions:read",
  summary: "All customers' transactions that stand, enrolments too, in the order in which they happened",
  shapes: { query: listQuery(listFilters), answer: listAnswer(transactionShape) },
  handle: (context, { query }) => transactionPage(context, query),
});

export const getTransaction = defineCall({
  method: "GET",
  path: "/transactions/{transaction_id}",
  scope: "transactions:read",
  summary: "One transaction, also one that was taken back or takes one back",
  shapes: { params: transactionParams, answer: foundShape },
  handle: (context, { params }) => shownTransaction(context, params.transaction_id),
});

export const postTransactionDelete = defineCall({
  method: "POST",
  path: "/transactions/{transaction_id}/delete",
  scope: "transactions:write",
  summary: "Takes a transaction back: the answer is the one that undoes it, and the balance is as if neither had been",
  shapes: { params: transactionParams, answer: recordedShape },
  location: ({ transaction_id: id }) => `/transactions/${id}`,
  replay: shownRecorded,
  async handle(context, { params: { transaction_id: id } }) {
    const { core, caller } = context;
    const found = (await findTransaction(core, caller, id)) ?? refuse("transaction-not-found");
    if (!(await openCampaign(context, found.campaignId)).active) throw new Problem(409, "The campaign is not active");
    try {
      const whose = { customerId: found.holderId };
      return await shownRecorded(context, await deleteTransaction(core, caller, whose, keyOf(found.campaignId), id));
    } catch (error) {
      // It is there: so it has been taken back, or takes one back itself.
      if (error instanceof Refusal && error.refusal === "transaction-not-found") refuse("transaction-not-deletable");
      throw error;
    }
  },
});
