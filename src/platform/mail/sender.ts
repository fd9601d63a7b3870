import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { Ids } from "../ids.ts";
import {
  claimMails,
  expireMails,
  forgetMails,
  type MailRow,
  organisationsWithMail,
  organisationsWithOldMail,
  retryMail,
  settleMail,
} from "./queries.ts";
import { attemptMs, type Deliver } from "./smtp.ts";

/** Sends the mails that wait. Runs in every process; each mail is taken by one. */
export interface MailSender {
  /** Stops after the mails that are under way, or after a moment: what is then not handed in is put off. */
  stop(): Promise<void>;
}

/** What came of a mail. `error`: its outcome could not be noted, or the database not be asked. */
export type MailEvent =
  | { readonly kind: "sent"; readonly orgId: number; readonly mailId: string }
  | { readonly kind: "later" | "failed"; readonly orgId: number; readonly mailId: string; readonly reason: string }
  | { readonly kind: "expired"; readonly orgId: number; readonly mails: number }
  | { readonly kind: "waiting"; readonly mails: number }
  /** There is a mail and no server to hand it to. Said once. */
  | { readonly kind: "no-server" }
  | { readonly kind: "error"; readonly error: unknown };

/** What the sender works with. Without `deliver` mails wait. */
export interface SenderParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly deliver: Deliver | undefined;
  /** The domain of Message-IDs. */
  readonly domain: string;
  readonly onEvent: (event: MailEvent) => void;
  readonly everyMs?: number;
}

const atOnce = 5;
/** Longer than an attempt can take: nobody else takes a mail while it is being sent. */
const leaseMs = attemptMs + 30_000;
const firstPauseMs = 30_000;
const longestPauseMs = 4 * 3_600_000;
const giveUpAfterMs = 3 * 24 * 3_600_000;
const keepMs = 30 * 24 * 3_600_000;
const housekeepingMs = 60_000;

/** How long to wait after the nth attempt: half a minute, doubling up to four hours. */
export function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(20, attempts - 1));
}

/** Starts the process's sender. What can't be sent now is tried again with growing pauses, for three days from the first attempt. */
export function startMailSender(parts: SenderParts): MailSender {
  const { db, clock, ids, deliver, domain, onEvent, everyMs = 1_000 } = parts;
  const holder = ids.uuid();
  const aborting = new AbortController();
  let stopped = false;
  let warned = false;
  let tidyAt = 0;
  let wake = () => {};

  async function round(): Promise<void> {
    const found = await db.read(organisationsWithMail, [clock.now()]);
    onEvent({ kind: "waiting", mails: found.reduce((sum, { waiting }) => sum + waiting, 0) });
    if (performance.now() >= tidyAt) {
      await tidy(found.map((one) => one.org_id));
      tidyAt = performance.now() + housekeepingMs;
    }
    const due = found.filter((one) => one.due > 0);
    if (!deliver) {
      if (due.length > 0 && !warned) onEvent({ kind: "no-server" });
      warned ||= due.length > 0;
      return;
    }
    for (const { org_id: orgId } of due) await sendDue(orgId, deliver);
  }

  async function tidy(waiting: readonly number[]): Promise<void> {
    const now = clock.now();
    for (const orgId of waiting) {
      const expired = await db.run(expireMails, [orgId, now]);
      if (expired.length > 0) onEvent({ kind: "expired", orgId, mails: expired.length });
    }
    const longAgo = new Date(now.getTime() - keepMs);
    for (const { org_id: orgId } of await db.read(organisationsWithOldMail, [longAgo]))
      await db.run(forgetMails, [orgId, longAgo]);
  }

  async function sendDue(orgId: number, handIn: Deliver): Promise<void> {
    while (!stopped) {
      const now = clock.now();
      const expired = await db.run(expireMails, [orgId, now]);
      if (expired.length > 0) onEvent({ kind: "expired", orgId, mails: expired.length });
      const claimed = await db.run(claimMails, [orgId, holder, now, new Date(now.getTime() + leaseMs), atOnce]);
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((mail) => send(orgId, mail, handIn)));
    }
  }

  async function send(orgId: number, mail: MailRow, handIn: Deliver): Promise<void> {
    const { mail_id: mailId, recipient, subject, body_text: text, body_html: html } = mail;
    const messageId = `<${mailId}@${domain}>`;
    const letter = { messageId, to: recipient, subject, text, html: html ?? undefined, date: mail.created_at };
    const delivery = await handIn(letter, aborting.signal);
    const now = clock.now();
    if (delivery.outcome === "sent") {
      await db.run(settleMail, [orgId, mailId, holder, "sent", now, null]);
      return onEvent({ kind: "sent", orgId, mailId });
    }
    const { reason } = delivery;
    const next = new Date(now.getTime() + pauseAfter(mail.attempts));
    if (delivery.outcome === "never" || next.getTime() - mail.first_tried_at.getTime() > giveUpAfterMs) {
      await db.run(settleMail, [orgId, mailId, holder, "failed", now, reason]);
      return onEvent({ kind: "failed", orgId, mailId, reason });
    }
    await db.run(retryMail, [orgId, mailId, holder, next, reason]);
    onEvent({ kind: "later", orgId, mailId, reason });
  }

  const running = (async () => {
    while (!stopped) {
      await round().catch((error) => onEvent({ kind: "error", error }));
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();

  return {
    async stop() {
      stopped = true;
      wake();
      const late = setTimeout(() => aborting.abort(), 3_000);
      await running;
      clearTimeout(late);
    },
  };
}
