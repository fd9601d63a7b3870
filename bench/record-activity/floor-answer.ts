import type { PostedRow, ReceiptCustomer } from "../../src/core/loyalty/ledger/queries.ts";
import { campaignId } from "./request.ts";

const money = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, "0")}`;

/** The JSON of a receipt, by hand. */
export function answerOf(id: number, row: PostedRow & ReceiptCustomer, description: string): string {
  return JSON.stringify(
    {
      status: "success",
      receipt: {
        account_name: "Bench",
        agency: { id: "bench", name: "Bench", email: "" },
        campaign: { id: String(campaignId), name: "Bench", type: "points" },
        customer: {
          first_name: row.givenName,
          last_name: row.familyName,
          phone: row.phoneDay,
          email: row.email,
          street1: row.address1,
        },
        transaction: {
          id: String(id),
          purchase: { amount: money(995), currency: "USD", glyph: "$" },
          recorded: { points: "995", description },
          balance: { points: String(row.balance) },
          cumulative_balance: { points: String(row.cumulative) },
        },
      },
    },
    null,
    2,
  );
}
