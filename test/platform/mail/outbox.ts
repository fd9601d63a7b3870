import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionTarget } from "../../../src/platform/database/connection.ts";
import type { Database } from "../../../src/platform/database/database.ts";
import { randomIds } from "../../../src/platform/ids.ts";
import { type Mail, sendMail } from "../../../src/platform/mail/mail.ts";
import { type MailEvent, startMailSender } from "../../../src/platform/mail/sender.ts";
import { smtp } from "../../../src/platform/mail/smtp.ts";
import type { TestClock } from "../../support/app.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";
import { mailRow } from "./queries.ts";

export const from = "Willcall <willcall@example.com>";

const stops = new Map<Database, (() => Promise<void>)[]>();

/** A database of the test's own. Its senders stop before it is closed: one that asked afterwards would open a connection anew. */
export async function mailDatabase(template: "empty" | "sandbox" = "empty"): Promise<{ db: Database; target: ConnectionTarget }> {
  const target = await testDatabase(template);
  const ofThis: (() => Promise<void>)[] = [];
  after(() => Promise.all(ofThis.map((stop) => stop())));
  const db = openTestDatabase(target);
  stops.set(db, ofThis);
  return { db, target };
}

/** Queues a mail to Ada in a transaction of its own; gives its id. */
export async function queue(db: Database, clock: TestClock, mail: Partial<Mail> = {}): Promise<string> {
  const mailId = randomIds.uuid();
  const whole = { orgId: 1, mailId, to: "ada@example.com", subject: "Hello", text: "A text.\n", at: clock.now(), ...mail };
  await db.transaction(async (tx) => sendMail(tx, whole));
  return mailId;
}

/** A sender in this process on a mailDatabase, and what it told. */
export function sender(db: Database, clock: TestClock, url: string | undefined) {
  const events: MailEvent[] = [];
  const running = startMailSender({
    db,
    clock,
    ids: randomIds,
    deliver: url === undefined ? undefined : smtp({ url, from }),
    domain: "example.com",
    onEvent: (event) => event.kind !== "waiting" && events.push(event),
    everyMs: 20,
  });
  stops.get(db)!.push(() => running.stop());
  return { events, stop: () => running.stop() };
}

/** A mail's row, once it is as wanted; fails after ten seconds. */
export async function mailWhen(db: Database, mailId: string, wanted: (row: NonNullable<typeof mailRow.row>) => boolean) {
  for (let i = 0; ; i++) {
    const [row] = await db.read(mailRow, [1, mailId]);
    if (row && wanted(row)) return row;
    if (i === 500) throw new Error(`the mail stays ${JSON.stringify(row)}`);
    await sleep(20);
  }
}

/** Waits until something is so; fails after ten seconds. */
export async function until(so: () => boolean): Promise<void> {
  for (let i = 0; !so(); i++) {
    if (i === 500) throw new Error("it does not come about");
    await sleep(20);
  }
}
