import type { Transaction } from "../database/transaction.ts";
import { insertMail } from "./queries.ts";

/** A mail to one address. Its id and time are chosen by who sends it, like those of the write that it belongs to. */
export interface Mail {
  readonly orgId: number;
  readonly mailId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly at: Date;
  /** When it is of no use any more, as a link that has run out. */
  readonly expiresAt?: Date;
}

/** A mail that would say something else to a mail server than it seems to: a fault of the code that made it. */
export class BadMail extends Error {}

// One address: no spaces, commas, angle brackets or quotes, so that nothing can be read as a second one or as a header.
const address = /^[^\s\p{Cc}\p{Cf}"(),:;<>@[\\\]]{1,64}@[^\s\p{Cc}\p{Cf}"(),:;<>@[\\\]]{1,255}$/u;

/** Whether a mail can be sent to `text`: a plain address of one mailbox. */
export function isAddress(text: string): boolean {
  return address.test(text) && text.isWellFormed();
}

/**
 * Queues a mail in the transaction of the write that causes it: both happen or neither. It is sent at least once: a process that dies
 * between the server's answer and its own note of it leaves a mail that is sent again, under the same Message-ID.
 */
export function sendMail(tx: Transaction, mail: Mail): void {
  const { orgId, mailId, to, subject, text, html = null, at, expiresAt = null } = mail;
  if (!isAddress(to)) throw new BadMail("a mail needs one plain address");
  if (/[\p{Cc}\u2028\u2029]/u.test(subject) || subject === "") throw new BadMail("a subject is one line of text");
  tx.send(insertMail, [orgId, mailId, to, subject, text, html, at, expiresAt]);
}

/** What somebody wrote, so that in a mail it does not look like a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
