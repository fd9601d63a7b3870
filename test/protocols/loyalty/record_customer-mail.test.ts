import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { mailStates, setOwner } from "./queries.ts";
import { call, refused, succeeded } from "./support.ts";

const test = await testApp();
const { db } = test.parts.core;
const mails = () => db.read(mailStates, [1]);
const record = (values: Record<string, string>) => call(test, "record_customer", values);

describe("the owner's mail about a new customer", () => {
  it("is not sent while the account has no owner's address", async () => {
    succeeded(await record({ customer_action: "new", first_name: "Nobody", last_name: "Told" }));
    assert.equal((await mails()).length, 0);
  });

  it("is not sent when send_no_email is there, whatever it says", async () => {
    await db.run(setOwner, [1, "owner@example.com", "en"]);
    for (const send_no_email of ["true", "false", ""])
      succeeded(await record({ customer_action: "new", first_name: "Quiet", send_no_email }));
    assert.equal((await mails()).length, 0);
  });

  it("is not sent for a change, a registration or a refused call", async () => {
    succeeded(await record({ customer_action: "edit", code: "89898989898989", first_name: "Jack" }));
    succeeded(await record({ customer_action: "new", card_number: "90001", send_no_email: "1" }));
    succeeded(await record({ customer_action: "register", card_number: "90001", first_name: "Ray" }));
    refused(await record({ customer_action: "new", first_name: "Bad", custom_field_5: "no such store" }), "custom_field_5");
    refused(await record({ customer_action: "new", code: "89898989898989", first_name: "Twice" }), "code");
    assert.equal((await mails()).length, 0);
  });

  it("is queued once with the customer, for new and for an edit that makes one, in the account's language", async () => {
    const answers = [];
    for (const [language, customer_action] of [
      ["en", "new"],
      ["es", "edit"],
      ["fr", "new"],
    ] as const) {
      await db.run(setOwner, [1, "owner@example.com", language]);
      // What was set by hand is known when the directory has been looked at again.
      await test.parts.directory.refresh();
      const values = {
        first_name: `Ana ${language}`,
        last_name: "Ruiz",
        phone: "555-1",
        city: "Oaxaca",
        street1: "Calle 1\nBcc: x@y.z",
      };
      answers.push(succeeded(await record({ customer_action, ...values })).customer.code);
    }
    const queued = await mails();
    assert.deepEqual(
      queued.map(({ recipient, subject }) => [recipient, subject]),
      [
        ["owner@example.com", "New customer: Great Widgets Arena"],
        ["owner@example.com", "Cliente nuevo: Great Widgets Arena"],
        ["owner@example.com", "Nouveau client : Great Widgets Arena"],
      ],
    );
    for (const [i, { body_text: text }] of queued.entries()) {
      assert.match(text!, new RegExp(`: ${answers[i]}$`, "m"));
      assert.match(text!, /: Ana \w\w Ruiz$/m);
      // What a customer writes makes no line of its own.
      assert.doesNotMatch(text!, /^Bcc:/m);
    }
  });
});
