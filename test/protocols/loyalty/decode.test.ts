import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decode } from "../../../src/protocols/loyalty/decode.ts";
import { Fault } from "../../../src/protocols/loyalty/failures.ts";
import { int } from "../../../src/protocols/loyalty/fields.ts";
import { testApp } from "../../support/app.ts";
import { call, succeeded } from "./support.ts";

const read = (text: string, most = 2_147_483_647) =>
  decode({ number: int("A number", 1, most) }, new Map([["number", text]])).number;
const refuses = (text: string, most?: number) =>
  assert.throws(
    () => read(text, most),
    (error) => error instanceof Fault && error.text === "not-whole",
    text,
  );

describe("a whole number", () => {
  it("is refused beyond its bounds, and when it is none", () => {
    for (const text of ["0", "2147483648", "9999999999", "12345678901", "-1", "1.5", "1e3", "x"]) refuses(text);
    refuses("101", 100);
  });

  it("may have ten digits", () => {
    for (const number of [1, 999_999_999, 1_000_000_000, 2_147_483_647]) assert.equal(read(String(number)), number);
    assert.equal(read("007"), 7);
  });
});

describe("include_balances", () => {
  it("is taken in any of the words that clients have for it, by every call", async () => {
    const test = await testApp();
    for (const word of ["Y", "yes", "Yes", "N", "no", "", "1"])
      for (const [type, values] of [
        ["customer_info", { code: "0123456789012345" }],
        ["customer_find", { find_customer: "doe" }],
        ["customer_search", { last_name: "Doe" }],
      ] as const)
        succeeded(await call(test, type, { ...values, include_balances: word }));
  });
});
