import { statement } from "../../platform/database/statement.ts";

export const insertReceipt = statement(
  "insert-receipt",
  `INSERT INTO receipts (org_id, token_hash, bound_to, holder, held_until, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

export interface ReceiptRow {
  readonly bound_to: Buffer;
  readonly holder: string;
  readonly held_until: Date;
  readonly expires_at: Date;
}

export const findReceipt = statement<ReceiptRow>(
  "find-receipt",
  "SELECT bound_to, holder, held_until, expires_at FROM receipts WHERE org_id = $1 AND token_hash = $2",
);

export const receiptAnswers = statement<{ part: number; answer: Buffer }>(
  "receipt-answers",
  "SELECT part, answer FROM receipt_answers WHERE org_id = $1 AND token_hash = $2 ORDER BY part",
);

/** A row when $3 holds the receipt until $5: its holder has let go of it or is dead. */
export const takeReceipt = statement<{ holder: string }>(
  "take-receipt",
  "UPDATE receipts SET holder = $3, held_until = $5 WHERE org_id = $1 AND token_hash = $2 AND held_until < $4 RETURNING holder",
);

/** A row while $3 still holds it. Locks it, so that nobody takes it over before the transaction ends. */
export const keepReceipt = statement<{ holder: string }>(
  "keep-receipt",
  "UPDATE receipts SET held_until = $4 WHERE org_id = $1 AND token_hash = $2 AND holder = $3 RETURNING holder",
);

export const insertReceiptAnswer = statement(
  "insert-receipt-answer",
  "INSERT INTO receipt_answers (org_id, token_hash, part, answer) VALUES ($1, $2, $3, $4)",
);

export const deleteExpiredReceipts = statement(
  "delete-expired-receipts",
  "DELETE FROM receipts WHERE org_id = $1 AND expires_at < $2",
);
