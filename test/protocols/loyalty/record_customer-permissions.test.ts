import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { addUser } from "./organisations.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
const record = (values: Values, who: Awaited<ReturnType<typeof addUser>>) => call(test, "record_customer", values, who);

describe("record_customer by a user from whom a permission was taken", () => {
  it("add_customer: neither new nor an edit that would make one", async () => {
    const who = await addUser(test, 1, "noadd", "clerk", { suppressed: ["add-customer"] });
    refused(await record({ customer_action: "new", first_name: "X" }, who), /add_customer/);
    refused(await record({ customer_action: "edit", code: "unknown", first_name: "X" }, who), /add_customer/);
    refused(await call(test, "customer_info", { code: "unknown" }), /no such customer/i);
    succeeded(await record({ customer_action: "edit", code: "89898989898989", city: "Ok" }, who));
  });

  it("edit_customer_info: no edit, no registration", async () => {
    const who = await addUser(test, 1, "noedit", "clerk", { suppressed: ["edit-customer-info"] });
    for (const customer_action of ["edit", "register"])
      refused(await record({ customer_action, card_number: "1212121212", city: "X" }, who), /edit_customer_info/);
    succeeded(await record({ customer_action: "new", code: "noedit-1", first_name: "X" }, who));
  });

  it("edit_customer_card_number: no other card, no other code", async () => {
    const who = await addUser(test, 1, "nocard", "clerk", { suppressed: ["edit-customer-card-number"] });
    const edit = (values: Values) => record({ customer_action: "edit", code: "89898989898989", ...values }, who);
    const before = await customerOf(test, "89898989898989");
    for (const values of [{ card_number: "7" }, { card_number_generate: "8" }, { new_code: "Yes" }] as Values[])
      refused(await edit({ ...values, city: "X" }), /edit_customer_card_number/);
    assert.deepEqual(await customerOf(test, "89898989898989"), before);
    succeeded(await edit({ card_number: "1212121212", city: "Same card" }));
  });
});

describe("record_customer by a role that may not", () => {
  for (const role of [
    "accountant",
    "observer",
    "fulfilment",
    "agency-client",
    "agency-importer",
    "campaign-manager",
    "campaign-designer",
  ] as const)
    it(role, async () => {
      const who = await addUser(test, 1, role, role);
      for (const customer_action of ["new", "edit", "register"])
        refused(await record({ customer_action, card_number: "1212121212", city: "X" }, who), /permission/);
    });
});

describe("an account's language", () => {
  it("is that of its errors", async () => {
    const { setOwner } = await import("./queries.ts");
    for (const [language, text] of [
      ["es", /^custom_date: debe ser un día/],
      ["fr", /^custom_date : doit être un jour/],
    ] as const) {
      await test.parts.core.db.run(setOwner, [1, null, language]);
      await test.parts.directory.refresh();
      await call(test, "customer_info", { code: "x" });
      const answer = await call(test, "record_customer", { customer_action: "edit", code: "1", custom_date: "soon" });
      refused(answer, text);
    }
  });
});
