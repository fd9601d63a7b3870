import { statement } from "../../../src/platform/database/statement.ts";

export const mailRow = statement<{
  state: string;
  attempts: number;
  due_at: Date;
  reason: string | null;
  body_text: string | null;
  body_html: string | null;
}>("test-mail-row", "SELECT state, attempts, due_at, reason, body_text, body_html FROM mails WHERE org_id = $1 AND mail_id = $2");
