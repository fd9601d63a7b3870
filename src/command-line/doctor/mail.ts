import type { Config } from "../../config.ts";
import type { Database } from "../../platform/database/database.ts";
import { mailCounts } from "../../platform/mail/queries.ts";
import { type Finding, ok, warning } from "./finding.ts";

/** Mails that wait for a mail server that nobody has set. */
export async function mailFindings(config: Pick<Config, "smtpUrl">, db: Database): Promise<Finding[]> {
  const rows = await db.read(mailCounts, []);
  const count = (state: string) => rows.find((one) => one.state === state)?.mails ?? 0;
  const waiting = count("waiting");
  if (!config.smtpUrl && waiting > 0)
    return [warning("mail", `mails that wait because there is no mail server: ${waiting}`, "Set SMTP_URL and MAIL_FROM")];
  const server = config.smtpUrl ? "" : "; no mail server is set, and nothing has needed one";
  return [ok("mail", `waiting ${waiting}, sent ${count("sent")} and failed ${count("failed")} in the last 30 days${server}`)];
}
