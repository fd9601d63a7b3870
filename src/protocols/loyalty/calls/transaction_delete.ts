import { deleteTransaction } from "../../../core/loyalty/ledger/delete.ts";
import { refuse } from "../../../core/refusal.ts";
import { customerKeys, defineCall, onceInput } from "../call.ts";
import { digits, key, required } from "../fields.ts";
import { element, own, seenText } from "../output.ts";
import { campaignKeyOf, memberOf } from "../transacting.ts";

export const transactionDelete = defineCall({
  type: "transaction_delete",
  purpose: "Takes a transaction back, as if it had not been.",
  permission: "delete-transaction",
  input: {
    campaign_id: required(key("The campaign, by its id of 16 digits")),
    ...customerKeys,
    ...onceInput,
    transaction_id: required(digits("The transaction, by the id of its receipt", 16)),
  },
  output: {
    transaction: own(element("The transaction", { id: own(seenText("Its id")) }, { status: "deleted" })),
  },
  notes: `The ledger keeps both the transaction and the entry that takes it back; calls of this protocol show neither. A transaction whose points or money have been spent can't be deleted, and
neither can the activation.`,
  async handle(context, values) {
    const { core, caller } = context;
    const campaign = campaignKeyOf(context, values.campaign_id);
    const entryId = Number(values.transaction_id);
    if (!Number.isSafeInteger(entryId)) refuse("transaction-not-found", { field: "transactionId" });
    await deleteTransaction(core, caller, memberOf(values), campaign, entryId);
    return { transaction: { status: "deleted", id: values.transaction_id } };
  },
  again: async (_context, values) => ({ transaction: { status: "deleted", id: values.transaction_id } }),
});
