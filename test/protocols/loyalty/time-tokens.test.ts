import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { call, customerOf, refused, succeeded, type Values } from "./support.ts";
import { userWith } from "./users.ts";

const clock = testClock();
const test = await testApp({ clock });
const code = "89898989898989";
const generate = (values: Values = { code }) => call(test, "generate_time_token", values);
const validate = (token: string) => call(test, "validate_time_token", { token });
const minute = 60_000;

describe("time tokens are refused", () => {
  it("to be made without a code, for nobody, and for more than a day", async () => {
    refused(await generate({}), "code");
    refused(await generate({ code: "nobody" }), /no such customer/i);
    for (const minutes of ["0", "1441", "1.5", "x", "-1"]) refused(await generate({ code, minutes }), "minutes");
  });

  it("to be made for a code that was replaced", async () => {
    succeeded(await call(test, "record_customer", { customer_action: "new", code: "old", first_name: "Old" }));
    const { customer } = succeeded(
      await call(test, "record_customer", { customer_action: "edit", code: "old", new_code: "Yes" }),
    );
    refused(await generate({ code: "old" }), "code");
    succeeded(await generate({ code: customer.code }));
  });

  it("when there is none, or it never was", async () => {
    refused(await call(test, "validate_time_token", {}), "token");
    for (const token of ["x", code, "%00"]) refused(await validate(token), "token");
  });

  it("when their time is over: ten minutes, unless another was asked for", async () => {
    const [usual, short, long] = await Promise.all([
      generate(),
      generate({ code, minutes: "1" }),
      generate({ code, minutes: "1440" }),
    ]);
    clock.pass(minute);
    refused(await validate(succeeded(short).token), "token");
    clock.pass(9 * minute);
    refused(await validate(succeeded(usual).token), "token");
    clock.pass(1430 * minute - 1);
    succeeded(await validate(succeeded(long).token));
  });

  it("the second time, and to all but one of twenty at once", async () => {
    const { token } = succeeded(await generate());
    const answers = await Promise.all(Array.from({ length: 20 }, () => validate(token)));
    assert.equal(answers.filter(({ status }) => status === "success").length, 1);
    for (const one of answers.filter(({ status }) => status !== "success")) refused(one, "token");
    refused(await validate(token), "token");
  });

  it("to who may not look customers up", async () => {
    const who = await userWith(test, "reports", { user_role: "G" });
    refused(await call(test, "generate_time_token", { code }, who), /look_up_customer/);
    const { token } = succeeded(await generate());
    refused(await call(test, "validate_time_token", { token }, who), /look_up_customer/);
    succeeded(await validate(token));
  });
});

describe("a time token", () => {
  it("answers the customer as customer_info does", async () => {
    clock.pass(9 * minute);
    const { token, ...rest } = succeeded(await generate());
    assert.deepEqual(rest, { status: "success" });
    assert.match(token, /^[\w-]{43}$/);
    clock.pass(10 * minute - 1);
    assert.deepEqual(succeeded(await validate(token)).customer, await customerOf(test, code));
  });

  it("is another each time, and several of one customer live together", async () => {
    const tokens = [succeeded(await generate()).token, succeeded(await generate()).token];
    assert.equal(new Set(tokens).size, 2);
    for (const token of tokens) succeeded(await validate(token));
  });
});
