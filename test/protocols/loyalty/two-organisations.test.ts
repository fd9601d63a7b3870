import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { addUser, rivals } from "./organisations.ts";
import { call, customerOf, john, refused, succeeded } from "./support.ts";

const test = await testApp();
const theirs = await rivals(test);
const edit = (values: Record<string, string>, who = john) =>
  call(test, "record_customer", { customer_action: "edit", ...values }, who);

describe("two organisations on one server", () => {
  it("neither find nor change each other's customers, whose codes and cards they may use too", async () => {
    for (const values of [{ code: "89898989898989" }, { card_number: "1212121212" }, { code: "0123456789012345" }])
      refused(await call(test, "customer_info", values, theirs), /no such customer/i);
    assert.equal(
      succeeded(await edit({ code: "89898989898989", card_number: "1212121212", first_name: "Theirs" }, theirs)).customer.status,
      "new",
    );
    assert.equal((await customerOf(test, "89898989898989"))?.first_name, "John");
    const { customer } = succeeded(await call(test, "customer_info", { card_number: "1212121212" }, theirs));
    assert.equal(customer.first_name, "Theirs");
  });

  it("keep user names, unique values and fields apart", async () => {
    succeeded(await edit({ code: "a", customer_username: "same", custom_field_4: "one" }));
    succeeded(await edit({ code: "a", customer_username: "same" }, theirs));
    refused(await edit({ code: "b", custom_field_4: "one" }, theirs), "custom_field_4");
  });

  it("know each other's users no more than nobody's", async () => {
    await addUser(test, 1, "onlyours", "administrator");
    const wrong = await call(
      test,
      "customer_info",
      { code: "a" },
      { user_id: "onlyours", user_password: "onlyours-key", account_id: "rivals" },
    );
    const nobody = await call(
      test,
      "customer_info",
      { code: "a" },
      { user_id: "nobody", user_password: "x", account_id: "rivals" },
    );
    refused(wrong, "user_id");
    assert.equal(wrong.text, nobody.text);
  });

  it("allow GET each for itself", async () => {
    const url = (who: typeof john) => `/api.php?${new URLSearchParams({ ...who, type: "customer_info", code: "a" })}`;
    assert.match((await test.app.inject({ url: url(theirs) })).payload, /<error>Send the request by POST/);
    assert.match((await test.app.inject({ url: url(john) })).payload, /status="success"/);
  });
});
