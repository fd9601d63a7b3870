import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { flagFields, longEmail, notFlags, notText, otherInfo, phoneFields, textFields } from "./fields.ts";
import { add, assertRefused, type Values } from "./support.ts";

const { command } = await testApp();
const send = (customer: Values, more: Values = {}) =>
  command({ cmd: "customer_add", customer: { name_last: "Field", ...customer }, pin: "1", ...more });
const refused = async (field: string, customer: Values, more: Values = {}) =>
  assertRefused(await send(customer, more), 5014, field);
const nothingAdded = async () => {
  const { acct_id } = await add(command);
  for (let n = 128802; n < acct_id; n++)
    assertRefused(await command({ cmd: "customer_query", acct_id: n, call_reason: "S" }), 5024);
};

describe("customer_add refuses with 5014", () => {
  for (const [field, length] of Object.entries({ ...textFields, ...phoneFields, gender: 1, email_deliv_opt: 1 }))
    it(`${field} of more than ${length}, or not text`, async () => {
      await refused(field, { [field]: "1".repeat(length + 1) });
      for (const value of notText) await refused(field, { [field]: value });
    });

  it("acct_access_level of more than 1, or not text", async () => {
    for (const value of ["FF", ...notText]) await refused("acct_access_level", { acct_access_level: value });
  });
  it("another email_deliv_opt", () => refused("email_deliv_opt", { email_deliv_opt: "X" }));
  it("an e-mail of more than 100, or not text", async () => {
    await refused("email", { email: longEmail(101, "over") });
    for (const email of notText) await refused("email", { email });
  });
  for (const field of flagFields)
    it(`${field} that is no flag`, async () => {
      for (const value of notFlags) await refused(field, { [field]: value });
    });
  for (const field of otherInfo)
    it(`${field} of more than 100, or not text`, async () => {
      await refused(field, {}, { [field]: "o".repeat(101) });
      for (const value of notText) await refused(field, {}, { [field]: value });
    });
  it("pin of more than 250, or not text", async () => {
    for (const pin of ["p".repeat(251), 1234, ["1234"], { a: 1 }, true]) await refused("pin", {}, { pin });
  });
  it("alternate ids too long, or not text", async () => {
    const good = { alt_id_type: "OUT", alt_id: "a" };
    await refused("alt_id_type", { alt_id_array: [{ ...good, alt_id_type: "OUTOUTO" }] });
    await refused("alt_id", { alt_id_array: [good, { ...good, alt_id: "a".repeat(51) }] });
    await refused("alt_id_comment", { alt_id_array: [{ ...good, alt_id_comment: "c".repeat(101) }] });
    await refused("alt_id", { alt_id_array: [{ ...good, alt_id: ["a"] }] });
    await refused("alt_id_comment", { alt_id_array: [{ ...good, alt_id_comment: { a: 1 } }] });
  });
  it("alternate ids that are no array of objects", async () => {
    for (const alt_id_array of ["OUT", 5, ["OUT"], [5], [["OUT", "a"]]]) await refused("alt_id_array", { alt_id_array });
  });
  it("and adds none of those", nothingAdded);
});
