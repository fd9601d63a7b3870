import type { Config } from "../../config.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { Ids } from "../ids.ts";
import type { Log } from "../log.ts";
import type { Telemetry } from "../telemetry.ts";
import { type MailEvent, type MailSender, startMailSender } from "./sender.ts";
import { parseSender } from "./sender-address.ts";
import { smtp } from "./smtp.ts";

/** What mail is sent with. */
export interface MailParts {
  readonly config: Pick<Config, "smtpUrl" | "mailFrom">;
  readonly core: { readonly db: Database; readonly clock: Clock; readonly ids: Ids };
  readonly telemetry: Telemetry;
  readonly log: Log;
}

/** Starts sending the mails that wait, over the mail server of the settings; without one they wait on. */
export function openMail({ config, core, telemetry, log }: MailParts): MailSender {
  const deliver = config.smtpUrl ? smtp({ url: config.smtpUrl, from: config.mailFrom }) : undefined;
  const domain = parseSender(config.mailFrom)?.address.split("@").at(-1) ?? "willcall.invalid";
  return startMailSender({ ...core, deliver, domain, onEvent: (event) => tell(event, telemetry, log) });
}

/** Counts and logs. What a mail server said may hold somebody's address, so only its code is logged; the table has all of it. */
function tell(event: MailEvent, telemetry: Telemetry, log: Log): void {
  if (event.kind === "waiting") telemetry.mailsWaiting = event.mails;
  else if (event.kind === "no-server") log.warn("a mail waits, and so will others, because SMTP_URL is not set");
  else if (event.kind === "error") log.error({ err: event.error }, "mails could not be sent");
  else if (event.kind === "expired") {
    telemetry.mail("failed", event.mails);
    log.warn({ orgId: event.orgId, mails: event.mails }, "mails were not sent in time to be of use");
  } else {
    telemetry.mail(event.kind);
    const { orgId, mailId } = event;
    if (event.kind === "sent") log.info({ orgId, mailId }, "a mail was sent");
    else
      log.warn(
        { orgId, mailId, code: /^\w+/.exec(event.reason)?.[0] },
        `a mail was ${event.kind === "later" ? "put off" : "given up"}`,
      );
  }
}
