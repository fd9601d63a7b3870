import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { call, john, kiosk, refused, succeeded, type Values } from "./support.ts";
import { userWith } from "./users.ts";

const clock = testClock();
const test = await testApp({ clock });
const info = async () => succeeded(await call(test, "account_info")).account;
const update = (values: Values, who: Values = { ...john }) => call(test, "account_update", values, who);

describe("account_update refuses", () => {
  for (const [what, values, field] of [
    ["an owner's e-mail that is none", { contact_email: "owner" }, "contact_email"],
    ["a client's e-mail that is none", { client_email: "a@b" }, "client_email"],
    ["a language that is none", { language_selector: "German" }, "language_selector"],
    ["another currency", { symbol_selector: "EUR" }, "symbol_selector"],
    ["another symbol", { symbol_selector: "€" }, "symbol_selector"],
    ["another time zone", { timezone_selector: "1" }, "timezone_selector"],
    ["a time zone that is none", { timezone_selector: "noon" }, "timezone_selector"],
    ["a name that is too long", { biz_name: "x".repeat(256) }, "biz_name"],
    ["a short password", { account_password: "1234567" }, "account_password"],
    ["a short password under its other name", { new_account_password: "1234567" }, "account_password"],
  ] as const)
    it(`${what}, and changes nothing`, async () => {
      const before = await info();
      refused(await update({ biz_city: "Changed", ...values }), field);
      assert.deepEqual(await info(), before);
    });

  it("who may not edit the account: everybody but administrators", async () => {
    refused(await update({ biz_name: "x" }, { ...kiosk }), /edit_account/);
    refused(await update({ biz_name: "x" }, { ...(await userWith(test, "manager", { user_role: "M" })) }), /edit_account/);
  });
});

describe("account_info", () => {
  it("tells every user what is known, with the organisation's currency and its offset on the day", async () => {
    const { created, ...account } = succeeded(await call(test, "account_info", {}, kiosk)).account;
    assert.match(created, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.deepEqual(account, {
      account_id: "greatwidgets",
      biz_name: "Great Widgets Arena",
      biz_address1: "",
      biz_address2: "",
      biz_city: "",
      biz_state: "",
      biz_zip: "",
      biz_country: "",
      contact_first_name: "",
      contact_last_name: "",
      contact_phone: "",
      contact_email: "",
      language: "English",
      symbol: "USD",
      glyph: "$",
      timezone: "-4",
      coalition: "No",
    });
    clock.set(new Date("2026-12-15T17:00:00Z"));
    assert.equal((await info()).timezone, "-5");
    clock.set(new Date("2026-06-15T16:00:00Z"));
  });
});

describe("account_update", () => {
  it("changes what is sent, leaves the rest, and takes away what is empty", async () => {
    const values = {
      biz_name: "Widgets & Co",
      biz_city: "Utica",
      biz_zip: "13501",
      contact_first_name: "Ann",
      contact_email: "owner@widgets.net",
    };
    assert.deepEqual(succeeded(await update({ ...values, agency: "Agents", referrer_name: "x" })).account, {
      account_id: "greatwidgets",
    });
    assert.deepEqual(await info(), { ...(await info()), ...values });
    succeeded(await update({ biz_name: "", biz_zip: "", contact_email: "" }));
    const { biz_name, biz_zip, biz_city, contact_email, contact_first_name } = await info();
    assert.deepEqual(
      [biz_name, biz_zip, biz_city, contact_email, contact_first_name],
      ["Great Widgets Arena", "", "Utica", "", "Ann"],
    );
  });

  it("bears what it told being sent back", async () => {
    const { symbol, glyph, timezone } = await info();
    for (const symbol_selector of [symbol, glyph, "usd", ""])
      succeeded(await update({ symbol_selector, timezone_selector: timezone }));
    succeeded(await update({ timezone_selector: "America/New_York" }));
  });

  it("says texts in the language, by its code and its name", async () => {
    for (const [word, language, text] of [
      ["es", "Spanish", /No existe/],
      ["French", "French", /n'existe pas/],
      ["English", "English", /such/],
    ] as const) {
      succeeded(await update({ language_selector: word }));
      assert.equal((await info()).language, language);
      const { error } = await call(test, "customer_info", { code: "nobody" });
      assert.match(error ?? "", text);
    }
  });

  it("gives the calling user another password, under either name", async () => {
    for (const [name, password] of [
      ["account_password", "first-password"],
      ["new_account_password", "second-password"],
    ] as const) {
      succeeded(await update({ [name]: password }));
      refused(await call(test, "user_login", { ...john, user_password: "1970john" }, {}), /^user_id/);
      succeeded(await call(test, "user_login", { ...john, user_password: password }, {}));
      succeeded(await call(test, "account_info"));
    }
  });

  it("mails the owner about new customers from then on", async () => {
    succeeded(await update({ contact_email: "owner@widgets.net" }));
    succeeded(await call(test, "record_customer", { customer_action: "new", first_name: "Mailed" }));
    assert.equal((await info()).contact_email, "owner@widgets.net");
  });
});
