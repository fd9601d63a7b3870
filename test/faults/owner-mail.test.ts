// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../../src/platform/database/database.ts";
import { from, until } from "../platform/mail/outbox.ts";
import { testSmtp } from "../platform/mail/smtp-server.ts";
import { mailStates, makeMailsDue, setOwner } from "../protocols/loyalty/queries.ts";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";

const target = await testDatabase();
const db = openDatabase(target, { writers: 2, readers: 1 });
await db.run(setOwner, [1, "owner@example.com", "en"]);
const smtp = await testSmtp();
const env = { SMTP_URL: smtp.url, MAIL_FROM: from };

async function add(url: string, name: string): Promise<string> {
  const john = { user_id: "john1970", user_password: "1959caadac9b13dcb3", account_id: "greatwidgets", output: "JSON" };
  const body = new URLSearchParams({ ...john, type: "record_customer", customer_action: "new", first_name: name });
  const answer = (await (await fetch(`${url}/api.php`, { method: "POST", body })).json()) as {
    status: string;
    customer: { code: string };
  };
  assert.equal(answer.status, "success");
  return answer.customer.code;
}

const states = async () => (await db.read(mailStates, [1])).map(({ state, attempts }) => `${state} ${attempts}`);

describe("the owner's mail about a new customer, over a real mail server", () => {
  it("is tried again after a refusal, lives through SIGKILL, and comes once", async () => {
    smtp.refuse.push({ code: 451, text: "4.3.0 try again later" });
    const first = await startServer({ target, env });
    const code = await add(first.url, "Refused");
    await until(() => smtp.refuse.length === 0);
    for (let i = 0; i < 500 && (await states())[0] !== "waiting 1"; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(await states(), ["waiting 1"]);
    await first.kill();
    assert.equal(smtp.received.length, 0);

    await db.run(makeMailsDue, [1, new Date(0)]);
    const second = await startServer({ target, env });
    await until(() => smtp.received.length === 1);
    assert.match(smtp.received[0]!.raw, new RegExp(`Customer code: ${code}`));
    assert.deepEqual(smtp.received[0]!.to, ["owner@example.com"]);
    // Another customer's comes behind it, so nothing more of the first is on its way.
    const next = await add(second.url, "Next");
    await until(() => smtp.received.length === 2);
    assert.match(smtp.received[1]!.raw, new RegExp(`Customer code: ${next}`));
    for (let i = 0; i < 500 && (await states()).some((one) => one.startsWith("waiting")); i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(await states(), ["sent 2", "sent 1"]);
    assert.equal(smtp.received.length, 2);
    await second.stop();
    await db.close();
  });
});
