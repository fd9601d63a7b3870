import { statement } from "../../../src/platform/database/statement.ts";

/** Whom mail about new customers goes to, and in which language the account is spoken to. */
export const setOwner = statement(
  "test-set-owner",
  `WITH told AS (UPDATE directory_version SET version = version + 1)
   UPDATE loyalty_accounts SET owner_email = $2, language = $3 WHERE org_id = $1`,
);

export const mailStates = statement<{
  state: string;
  attempts: number;
  subject: string;
  recipient: string;
  body_text: string | null;
}>(
  "test-mail-states",
  "SELECT state, attempts, subject, recipient, body_text FROM mails WHERE org_id = $1 ORDER BY created_at, mail_id",
);

export const makeMailsDue = statement(
  "test-make-mails-due",
  "UPDATE mails SET due_at = $2 WHERE org_id = $1 AND state = 'waiting'",
);

/** How many rows there are of the customer $2. */
export const rowsAbout = statement<{ customers: number; identifiers: number; tokens: number; merges: number; changes: number }>(
  "test-rows-about",
  `SELECT (SELECT count(*) FROM customers WHERE org_id = $1 AND customer_id = $2) AS customers,
     (SELECT count(*) FROM identifiers WHERE org_id = $1 AND customer_id = $2) AS identifiers,
     (SELECT count(*) FROM customer_tokens WHERE org_id = $1 AND customer_id = $2) AS tokens,
     (SELECT count(*) FROM merges WHERE org_id = $1 AND $2 IN (survivor_id, loser_id)) AS merges,
     (SELECT count(*) FROM changes WHERE org_id = $1 AND entity = 'customer' AND entity_id = $2) AS changes`,
);

/** Values in the audit trail that are like the pattern $2. */
export const namesInValues = statement<{ field_values: string }>(
  "test-names-in-values",
  "SELECT field_values FROM change_values WHERE org_id = $1 AND field_values SIMILAR TO $2",
);

/** Merges with what they found like the pattern $2. */
export const journalsLike = statement<{ merge_id: string }>(
  "test-journals-like",
  "SELECT merge_id FROM merges WHERE org_id = $1 AND before::text SIMILAR TO $2",
);

/** Makes the name $2 that of a second account of the organisation. */
export const makeSecondAccount = statement(
  "test-make-second-account",
  `WITH told AS (UPDATE directory_version SET version = version + 1)
   UPDATE organisation_names SET account = 2 WHERE org_id = $1 AND protocol = 'loyalty' AND name = $2`,
);

/** The merge that stands and was made last, of customers whose codes begin with $2. */
export const standingMerges = statement<{ merge_id: string }>(
  "test-standing-merges",
  `SELECT m.merge_id FROM merges m WHERE m.org_id = $1 AND m.undone_at IS NULL AND EXISTS (
     SELECT 1 FROM identifiers i WHERE i.org_id = $1 AND i.customer_id = m.survivor_id AND i.kind = 'loyalty-code' AND i.value LIKE $2 || '-%')
   ORDER BY m.survivor_version DESC, m.merged_at DESC LIMIT 1`,
);
