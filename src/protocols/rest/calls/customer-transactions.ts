import { Type } from "typebox";
import { findRecord } from "../../../core/customers/record.ts";
import { readCampaigns } from "../../../core/loyalty/campaigns/read.ts";
import { historyOf, standingsOf } from "../../../core/loyalty/ledger/history.ts";
import { recordTransaction } from "../../../core/loyalty/ledger/record.ts";
import { Refusal, refuse } from "../../../core/refusal.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { campaignId } from "../campaign-shape.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { Problem } from "../problems.ts";
import { draftFromWire, transactionInput } from "../transaction-input.ts";
import { balanceShape, balanceToWire, recordedShape, transactionShape, transactionToWire } from "../transaction-shape.ts";
import { keyOf } from "./campaigns.ts";
import { customerParams } from "./customers.ts";
import { shownRecorded } from "./transactions.ts";

/** The number that a customer has now, and the organisation's campaigns. Refuses with customer-not-found. The read is recorded. */
async function look({ core, caller, reads }: NativeContext, asked: number) {
  const [found, campaigns] = await Promise.all([
    findRecord(core, caller, { customerId: asked }),
    readCampaigns(core, caller.orgId),
  ]);
  const { customerId } = found ?? refuse("customer-not-found");
  reads.note(caller, customerId);
  return { customerId, campaigns: new Map(campaigns.map((one) => [one.campaignId, one])) };
}

export const listBalances = defineCall({
  method: "GET",
  path: "/customers/{customer_id}/balances",
  scope: "transactions:read",
  summary: "What a customer has in each campaign that they have joined, active or not, in the order in which these were made",
  shapes: { params: customerParams, answer: Type.Object({ data: Type.Array(balanceShape) }) },
  async handle(context, { params }) {
    const { core, caller } = context;
    const { customerId, campaigns } = await look(context, params.customer_id);
    const standings = await standingsOf(core, caller, [customerId], [...campaigns.keys()], true);
    const data = [...campaigns.values()].flatMap((campaign) =>
      standings.filter((one) => one.campaignId === campaign.campaignId).map((one) => balanceToWire(one, campaign)),
    );
    return { data };
  },
});

export const listCustomerTransactions = defineCall({
  method: "GET",
  path: "/customers/{customer_id}/transactions",
  scope: "transactions:read",
  summary: "A customer's transactions, with those of who was merged into them, enrolments too, latest first",
  shapes: {
    params: customerParams,
    query: listQuery({
      campaign_id: Type.Optional(campaignId),
      with_taken_back: Type.Optional(
        Type.Boolean({ description: "With those that were taken back, and those that take one back; false unless it is sent" }),
      ),
    }),
    answer: listAnswer(transactionShape),
  },
  async handle(context, { params, query }) {
    const { core, caller } = context;
    // A cursor is good for the customer whose transactions it was given for.
    const list = { ...query, ...params };
    const place = placeOf<[string, number]>(context, list);
    const { customerId, campaigns } = await look(context, params.customer_id);
    const rows = await historyOf(core, caller, customerId, {
      campaignIds: [...campaigns.keys()].filter((id) => query.campaign_id === undefined || id === query.campaign_id),
      limit: query.limit + 1,
      withTakenBack: query.with_taken_back ?? false,
      after: place && { occurredAt: new Date(place[0]), entryId: place[1] },
    });
    return pageOf(
      context,
      list,
      rows,
      (row) => transactionToWire(row, customerId, campaigns.get(row.campaignId)!),
      ({ occurredAt, entryId }) => [occurredAt.toISOString(), entryId],
    );
  },
});

export const postCustomerTransaction = defineCall({
  method: "POST",
  path: "/customers/{customer_id}/transactions",
  scope: "transactions:write",
  summary:
    "Records what a customer has done and earns by it in an active campaign, or redeems; who has not joined it joins by earning",
  shapes: { params: customerParams, body: transactionInput, answer: recordedShape },
  location: ({ transaction_id: id }) => `/transactions/${id}`,
  replay: shownRecorded,
  async handle(context, { params, body }) {
    const { core, caller } = context;
    const { customer_id: customerId } = params;
    const draft = await draftFromWire(context, body);
    const wanted = { member: { customerId }, campaign: keyOf(body.campaign_id), draft, byRetired: true };
    try {
      return await shownRecorded(context, (await recordTransaction(core, caller, wanted)).posted);
    } catch (error) {
      const isUnknown = error instanceof Refusal && error.refusal === "customer-not-found";
      if (isUnknown && (await findRecord(core, caller, { customerId })))
        throw new Problem(409, "The customer's loyalty side has been ended");
      throw error;
    }
  },
});
