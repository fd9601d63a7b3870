import { statement } from "../database/statement.ts";

export const insertMail = statement(
  "insert-mail",
  `INSERT INTO mails (org_id, mail_id, recipient, subject, body_text, body_html, state, due_at, attempts, expires_at, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, $8, $7)`,
);

// The sender. It looks for work over all organisations; everything that it then does is bound to one.

/** Organisations with mails that wait, how many, and how many of them are due at $1. */
export const organisationsWithMail = statement<{ org_id: number; waiting: number; due: number }>(
  "organisations-with-mail",
  `SELECT org_id, count(*) AS waiting, count(*) FILTER (WHERE due_at <= $1) AS due
   FROM mails WHERE state = 'waiting' GROUP BY org_id`,
);

/** All mails by state, for doctor. */
export const mailCounts = statement<{ state: string; mails: number }>(
  "mail-counts",
  "SELECT state, count(*) AS mails FROM mails GROUP BY state",
);

export interface MailRow {
  readonly mail_id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body_text: string;
  readonly body_html: string | null;
  readonly attempts: number;
  readonly first_tried_at: Date;
  readonly created_at: Date;
}

/** Takes up to $5 due mails for $2 until $4. Of several processes that come at once each mail goes to one. */
export const claimMails = statement<MailRow>(
  "claim-mails",
  `UPDATE mails SET holder = $2, due_at = $4, attempts = attempts + 1, first_tried_at = COALESCE(first_tried_at, $3)
   WHERE org_id = $1 AND state = 'waiting' AND due_at <= $3 AND mail_id IN (
     SELECT m.mail_id FROM mails m WHERE m.org_id = $1 AND m.state = 'waiting' AND m.due_at <= $3
     ORDER BY m.due_at LIMIT $5 FOR UPDATE SKIP LOCKED)
   RETURNING mail_id, recipient, subject, body_text, body_html, attempts, first_tried_at, created_at`,
);

/** A row when $3 still holds the mail. Its body goes: it is not needed any more. */
export const settleMail = statement<{ mail_id: string }>(
  "settle-mail",
  `UPDATE mails SET state = $4, settled_at = $5, reason = $6, body_text = NULL, body_html = NULL
   WHERE org_id = $1 AND mail_id = $2 AND holder = $3 AND state = 'waiting' RETURNING mail_id`,
);

export const retryMail = statement<{ mail_id: string }>(
  "retry-mail",
  `UPDATE mails SET due_at = $4, reason = $5
   WHERE org_id = $1 AND mail_id = $2 AND holder = $3 AND state = 'waiting' RETURNING mail_id`,
);

/** Gives up what nobody needs any more at $2. */
export const expireMails = statement<{ mail_id: string }>(
  "expire-mails",
  `UPDATE mails SET state = 'failed', settled_at = $2, reason = COALESCE(reason || '; ', '') || 'it was not sent in time to be of use',
     body_text = NULL, body_html = NULL
   WHERE org_id = $1 AND state = 'waiting' AND expires_at <= $2 AND due_at <= $2 RETURNING mail_id`,
);

/** Organisations with mails that were settled before $1. */
export const organisationsWithOldMail = statement<{ org_id: number }>(
  "organisations-with-old-mail",
  "SELECT DISTINCT org_id FROM mails WHERE state <> 'waiting' AND settled_at < $1",
);

export const forgetMails = statement(
  "forget-mails",
  "DELETE FROM mails WHERE org_id = $1 AND state <> 'waiting' AND settled_at < $2",
);
