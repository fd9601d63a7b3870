import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pauseAfter } from "../../../src/platform/mail/sender.ts";
import { parseSender } from "../../../src/platform/mail/sender-address.ts";
import { testClock } from "../../support/app.ts";
import { mailDatabase, mailWhen, queue, sender, until } from "./outbox.ts";
import { mailRow } from "./queries.ts";
import { testSmtp } from "./smtp-server.ts";

const server = await testSmtp();
const newDatabase = async () => (await mailDatabase()).db;
const settled = ({ state }: { state: string }) => state !== "waiting";
const tried = ({ attempts, due_at }: { attempts: number; due_at: Date }, at: Date) => attempts > 0 && due_at > at;

describe("a queued mail", () => {
  it("is refused with an address that is two, or a header, or a subject of two lines", async () => {
    const db = await newDatabase();
    const clock = testClock();
    for (const to of [
      "",
      "ada",
      "a@b.example,c@d.example",
      "a@b.example\r\nBcc: c@d.example",
      "Ada <a@b.example>",
      "a b@c.example",
      "a@b@c",
      '"a"@b.c',
    ])
      await assert.rejects(queue(db, clock, { to }), /one plain address/, to);
    for (const subject of ["", "a\r\nBcc: c@d.example", "a\nb", "a\0b", "a\u2028b"])
      await assert.rejects(queue(db, clock, { subject }), /one line/, subject);
  });

  it("is not there when its write fails", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const mailId = await queue(db, clock);
    await assert.rejects(queue(db, clock, { mailId, to: "eve@example.com" }));
    assert.equal((await db.read(mailRow, [1, mailId])).length, 1);
  });

  it("is sent once, of several senders by one, with its headers and both bodies", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const senders = [1, 2, 3].map(() => sender(db, clock, server.url));
    const mails = await Promise.all(
      Array.from({ length: 12 }, (_, i) => queue(db, clock, { subject: `Grüße ${i}`, html: "<p>A <b>text</b>.</p>" })),
    );
    for (const mailId of mails) {
      const { state, attempts, body_text, body_html, reason } = await mailWhen(db, mailId, settled);
      assert.deepEqual([state, attempts, body_text, body_html, reason], ["sent", 1, null, null, null]);
    }
    await Promise.all(senders.map((one) => one.stop()));
    const ids = server.received.map(({ raw }) => /^Message-ID: <(.+)@example\.com>\r$/im.exec(raw)?.[1]);
    assert.deepEqual(ids.sort(), mails.sort());
    const [{ raw, from, to }] = server.received as [(typeof server.received)[0]];
    assert.deepEqual([from, to], ["willcall@example.com", ["ada@example.com"]]);
    assert.match(raw, /^From: Willcall <willcall@example\.com>\r$/m);
    assert.match(raw, /^To: ada@example\.com\r$/m);
    assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(raw, /^Subject: =\?UTF-8\?/m);
    assert.match(raw, /text\/plain[\s\S]*A text\.[\s\S]*text\/html[\s\S]*<b>text<\/b>/);
    server.received.length = 0;
  });

  it("is tried again after a 451, when its pause is over and not before", async () => {
    const db = await newDatabase();
    const clock = testClock();
    server.refuse.push({ code: 451, text: "4.7.1 Greylisted, come again" }, { code: 451, text: "4.7.1 Still" });
    sender(db, clock, server.url);
    const mailId = await queue(db, clock);
    for (const [attempt, pause] of [
      [1, 30_000],
      [2, 60_000],
    ] as const) {
      const row = await mailWhen(
        db,
        mailId,
        ({ attempts, reason }) => attempts === attempt && reason !== null && /Grey|Still/.test(reason) && true,
      );
      const due = await mailWhen(db, mailId, (one) => one.due_at.getTime() === clock.now().getTime() + pause);
      assert.deepEqual([row.state, due.attempts], ["waiting", attempt]);
      assert.match(due.reason!, attempt === 1 ? /^451 4\.7\.1 Greylisted, come again$/ : /^451 4\.7\.1 Still$/);
      clock.pass(pause);
    }
    assert.equal((await mailWhen(db, mailId, settled)).state, "sent");
    assert.equal(server.received.length, 1);
    server.received.length = 0;
  });

  it("fails on a 550, with the server's reason and without its body", async () => {
    const db = await newDatabase();
    const clock = testClock();
    server.refuse.push({ code: 550, text: "5.1.1 No such mailbox" });
    const { events } = sender(db, clock, server.url);
    const mailId = await queue(db, clock, { text: "secret-link" });
    const row = await mailWhen(db, mailId, settled);
    assert.deepEqual([row.state, row.attempts, row.reason, row.body_text], ["failed", 1, "550 5.1.1 No such mailbox", null]);
    await until(() => events.some(({ kind }) => kind === "failed"));
    assert.doesNotMatch(JSON.stringify(events), /secret-link|ada@/);
    clock.pass(10 * 24 * 3_600_000);
    assert.equal((await mailWhen(db, mailId, settled)).attempts, 1);
  });

  it("waits while the mail server is away, and is given up after three days", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const gone = await testSmtp();
    await gone.close();
    sender(db, clock, gone.url);
    const mailId = await queue(db, clock);
    let row = await mailWhen(db, mailId, (one) => tried(one, clock.now()) && one.reason !== null);
    assert.match(row.reason!, /^ESOCKET|^ECONN/);
    const began = clock.now().getTime();
    while (row.state === "waiting") {
      clock.set(row.due_at);
      const { attempts } = row;
      row = await mailWhen(
        db,
        mailId,
        (one) => settled(one) || (one.attempts > attempts && one.due_at.getTime() - clock.now().getTime() !== 90_000),
      );
    }
    const days = (clock.now().getTime() - began) / 86_400_000;
    assert.ok(row.state === "failed" && days > 2.7 && days <= 3, `${row.state} after ${days}`);
  });

  it("waits when the login is refused: that is the operator's to mend", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const strict = await testSmtp({ password: "right" });
    const { stop } = sender(db, clock, strict.url.replace("right", "wrong"));
    const mailId = await queue(db, clock);
    const row = await mailWhen(db, mailId, ({ reason }) => reason !== null);
    assert.deepEqual([row.state, row.reason!.slice(0, 3)], ["waiting", "535"]);
    await stop();
    sender(db, clock, strict.url);
    clock.pass(60_000);
    assert.equal((await mailWhen(db, mailId, settled)).state, "sent");
  });

  it("waits without a mail server, which is said once, and goes out when there is one", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const { events, stop } = sender(db, clock, undefined);
    const [first, second] = [await queue(db, clock), await queue(db, clock)];
    await until(() => events.length > 0);
    clock.pass(30 * 24 * 3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(events, [{ kind: "no-server" }]);
    await stop();
    sender(db, clock, server.url);
    for (const mailId of [first, second]) assert.equal((await mailWhen(db, mailId, settled)).state, "sent");
    server.received.length = 0;
  });

  it("is put off when its server stops and the mail server does not answer", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const slow = await testSmtp();
    slow.hold = new Promise(() => {});
    const { stop } = sender(db, clock, slow.url);
    const mailId = await queue(db, clock);
    await until(() => slow.held === 1);
    const began = performance.now();
    await stop();
    assert.ok(performance.now() - began < 4_500);
    const { state, attempts, reason } = await mailWhen(db, mailId, () => true);
    assert.deepEqual([state, attempts, reason!.slice(0, 6)], ["waiting", 1, "EABORT"]);
  });

  it("is given up, unsent and without its body, when it is of no use any more", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const mailId = await queue(db, clock, { expiresAt: new Date(clock.now().getTime() + 1000) });
    clock.pass(1000);
    sender(db, clock, server.url);
    const row = await mailWhen(db, mailId, settled);
    assert.deepEqual([row.state, row.body_text, row.attempts], ["failed", null, 0]);
    assert.equal(server.received.length, 0);
  });

  it("is forgotten a month after it was sent", async () => {
    const db = await newDatabase();
    const clock = testClock();
    const first = sender(db, clock, server.url);
    const mailId = await queue(db, clock);
    await mailWhen(db, mailId, settled);
    await first.stop();
    clock.pass(31 * 24 * 3_600_000);
    sender(db, clock, server.url);
    for (let i = 0; (await db.read(mailRow, [1, mailId])).length > 0; i++) assert.ok(i < 1000);
  });
});

describe("pauses", () => {
  it("grow from half a minute to four hours", () =>
    assert.deepEqual([1, 2, 3, 9, 10, 50].map(pauseAfter), [30_000, 60_000, 120_000, 7_680_000, 14_400_000, 14_400_000]));
});

describe("a sender's address", () => {
  for (const [text, want] of [
    ["a@b.example", { name: "", address: "a@b.example" }],
    ["Great Arena <a@b.example>", { name: "Great Arena", address: "a@b.example" }],
    ['"Arena, Great" <a@b.example>', { name: "Arena, Great", address: "a@b.example" }],
    ["", undefined],
    ["Arena", undefined],
    ["a@b.example, c@d.example", undefined],
    ["A\r\nBcc: c@d.example <a@b.example>", undefined],
  ] as const)
    it(`of ${JSON.stringify(text)}`, () => assert.deepEqual(parseSender(text), want));
});
