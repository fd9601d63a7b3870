import { statement } from "../../src/platform/database/statement.ts";

// What the tests of this folder look at behind the pages.

export const mailBodies = statement<{ body_text: string; subject: string; recipient: string }>(
  "test-mail-bodies",
  "SELECT body_text, subject, recipient FROM mails WHERE org_id = $1 AND recipient = $2 ORDER BY created_at, mail_id",
);

export const linkRows = statement<{ token_hash: Buffer; used_at: Date | null }>(
  "test-link-rows",
  "SELECT token_hash, used_at FROM developer_links WHERE org_id = $1 AND email = $2",
);

export const sessionRows = statement<{ token_hash: Buffer }>(
  "test-session-rows",
  "SELECT token_hash FROM developer_sessions WHERE org_id = $1",
);

export const developerRows = statement<{ email: string; name: string; app: string }>(
  "test-developer-rows",
  "SELECT email, name, app FROM developers WHERE org_id = $1 AND email LIKE $2 ORDER BY app",
);

export const eventRows = statement<{ action: string; key_id: string | null; request_id: string }>(
  "test-event-rows",
  `SELECT e.action, e.key_id, e.request_id FROM developer_events e JOIN developers d ON d.org_id = e.org_id AND d.developer_id = e.developer_id
   WHERE e.org_id = $1 AND d.email = $2 ORDER BY e.occurred_at, e.action DESC`,
);
