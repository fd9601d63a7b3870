import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changeDetails } from "../../../src/core/loyalty/details.ts";
import { testApp } from "../../support/app.ts";
import { call, john, refused, succeeded } from "./support.ts";
import { operator } from "./users.ts";

const test = await testApp();
const { core, directory } = test.parts;
const suspend = async (suspended: boolean) => {
  await changeDetails(core, operator, { suspended });
  await directory.refresh();
};
const logIn = (password: string) => call(test, "user_login", { ...john, user_password: password }, {});

describe("a suspended account", () => {
  it("answers nobody, and tells why to who proves to belong to it", async () => {
    await suspend(true);
    for (const answer of [
      await call(test, "account_info"),
      await call(test, "customer_info", { code: "1" }),
      await logIn("1970john"),
    ])
      refused(answer, /^account_id: .*suspended/);
    for (const answer of [await call(test, "account_info", {}, { ...john, user_password: "wrong" }), await logIn("wrong")])
      refused(answer, /^user_id/);
  });

  it("goes on as before when it is no longer", async () => {
    await changeDetails(core, operator, { getAllowed: false });
    await directory.refresh();
    refused(await call(test, "account_info"), /suspended/);
    await suspend(false);
    assert.equal(succeeded(await call(test, "account_info")).account.account_id, "greatwidgets");
    succeeded(await logIn("1970john"));
  });
});
