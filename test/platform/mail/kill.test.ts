import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testClock } from "../../support/app.ts";
import { startServer } from "../../support/server.ts";
import { from, mailDatabase, mailWhen, queue, sender, until } from "./outbox.ts";
import { testSmtp } from "./smtp-server.ts";

describe("a mail whose sender is killed", () => {
  it("between taking it and sending it is sent by another when the lease is over, and once", async () => {
    const { db, target } = await mailDatabase("sandbox");
    const smtp = await testSmtp();
    // Nobody may answer: the whole dialogue hangs before the message is taken.
    smtp.hold = new Promise(() => {});
    const clock = testClock(new Date());
    const mailId = await queue(db, clock);
    const server = await startServer({ target, env: { SMTP_URL: smtp.url, MAIL_FROM: from } });
    await until(() => smtp.held === 1);
    await server.kill();
    smtp.hold = undefined;
    const row = await mailWhen(db, mailId, () => true);
    assert.deepEqual([row.state, row.attempts], ["waiting", 1]);

    sender(db, clock, smtp.url);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(smtp.received.length, 0, "the lease still holds");
    clock.set(new Date(row.due_at.getTime() + 1));
    assert.equal((await mailWhen(db, mailId, ({ state }) => state === "sent")).attempts, 2);
    assert.equal(smtp.received.length, 1);
    assert.match(smtp.received[0]!.raw, new RegExp(`^Message-ID: <${mailId}@example\\.com>\\r$`, "m"));
  });

  it("between the server's answer and its own note comes twice, under one Message-ID", async () => {
    const { db, target } = await mailDatabase("sandbox");
    const smtp = await testSmtp();
    const clock = testClock(new Date());
    const mailId = await queue(db, clock);
    const answered = Promise.withResolvers<void>();
    smtp.hold = answered.promise;
    const server = await startServer({ target, env: { SMTP_URL: smtp.url, MAIL_FROM: from } });
    await until(() => smtp.held === 1);
    await server.kill();
    // The receiver has the whole message and keeps it; its answer reaches nobody.
    answered.resolve();
    smtp.hold = undefined;
    await until(() => smtp.received.length === 1);
    sender(db, clock, smtp.url);
    clock.pass(10 * 60_000);
    await mailWhen(db, mailId, ({ state }) => state === "sent");
    const ids = smtp.received.map(({ raw }) => /^Message-ID: (\S+)\r$/m.exec(raw)?.[1]);
    assert.deepEqual(ids, [`<${mailId}@example.com>`, `<${mailId}@example.com>`]);
  });
});
