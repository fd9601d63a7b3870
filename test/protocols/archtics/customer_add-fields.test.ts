import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { flagFields, fullCustomer, fullOtherInfo, letterFields, otherInfo, phoneFields, textFields } from "./fields.ts";
import { add, look, succeeded, type Values } from "./support.ts";

const { command } = await testApp();
const send = (customer: Values, more: Values = {}) =>
  command({ cmd: "customer_add", customer: { name_last: "Field", ...customer }, pin: "1", ...more });

describe("customer_add takes", () => {
  it("every field as long as it may be, and customer_query gives them all back", async () => {
    const customer = fullCustomer("w");
    const other = fullOtherInfo("w");
    const { acct_id, cust_name_id } = succeeded(await send(customer, { ...other, pin: "p".repeat(250) }));
    assert.deepEqual([Number.isInteger(acct_id), Number.isInteger(cust_name_id)], [true, true]);
    const answer = await look(command, acct_id);
    const { add_date, acct_type, owner_name, ...given } = answer.customer;
    assert.deepEqual(given, { ...customer, acct_id, cust_name_id: String(cust_name_id) });
    assert.equal(acct_type, "Personal");
    assert.match(add_date, /^\d{4}-\d\d-\d\d$/);
    assert.equal(typeof owner_name, "string");
    for (const [name, value] of Object.entries(other)) assert.equal(answer[name], value, name);
    succeeded(await command({ cmd: "customer_query", acct_id, pin: "p".repeat(250) }));
  });

  it("other_info of 100 in each", async () => {
    for (const name of otherInfo) {
      const { acct_id } = await add(command, {}, { [name]: "o".repeat(100) });
      assert.equal((await look(command, acct_id))[name], "o".repeat(100));
    }
  });

  it("text beyond ASCII, whose length is counted in characters", async () => {
    const { acct_id } = await add(command, { name_last: "Ü".repeat(80), city: "東京都千代田区" });
    const { customer } = await look(command, acct_id);
    assert.deepEqual([customer.name_last, customer.city], ["Ü".repeat(80), "東京都千代田区"]);
  });

  it("text with spaces at its end, which go before its length is checked", async () => {
    const { acct_id } = await add(
      command,
      { name_last: ` ${"s".repeat(79)}${" ".repeat(9)}`, state: "VA   " },
      { other_info_1: "o  " },
    );
    const { customer, other_info_1 } = await look(command, acct_id);
    assert.deepEqual([customer.name_last, customer.state, other_info_1], [` ${"s".repeat(79)}`, "VA", "o"]);
  });

  it("phones without their spaces, dashes, dots and parentheses, however long they were", async () => {
    const phones = Object.keys(phoneFields).map((field) => [field, "(703) 111 - 20.00  ()()--.."]);
    const { acct_id } = await add(command, Object.fromEntries(phones));
    const { customer } = await look(command, acct_id);
    for (const [field] of phones) assert.equal(customer[field!], "7031112000", field);
  });

  it("letters in any case", async () => {
    for (const [field, letters] of Object.entries(letterFields))
      for (const letter of letters) {
        const { acct_id } = await add(command, { [field]: letter.toLowerCase() });
        assert.equal((await look(command, acct_id)).customer[field], letter, field);
      }
  });

  for (const field of flagFields)
    it(`${field} as 0 and 1, and as a string`, async () => {
      for (const [sent, stored] of [
        [1, 1],
        ["1", 1],
        [0, 0],
        ["0", 0],
      ]) {
        const { acct_id } = await add(command, { [field]: sent });
        assert.equal((await look(command, acct_id)).customer[field] ?? 0, stored, `${field} ${JSON.stringify(sent)}`);
      }
    });

  it("blank fields for fields that are not there, and answers without empty values", async () => {
    const blank = Object.keys({ ...textFields, ...phoneFields, ...letterFields, gender: 1 }).filter(
      (field) => field !== "name_last",
    );
    const fields = Object.fromEntries([...blank, "email", "birth_date", ...flagFields].map((field) => [field, ""]));
    const { acct_id } = await add(command, { ...fields, alt_id_array: [] }, { other_info_1: "", other_info_2: null });
    const answer = await look(command, acct_id);
    const values = Object.entries({ ...answer, ...answer.customer });
    assert.deepEqual(
      values.filter(([, value]) => value === "" || value === null || (Array.isArray(value) && value.length === 0)),
      [],
    );
    for (const field of [...blank, "email", "birth_date"])
      if (field !== "acct_access_level") assert.equal(field in answer.customer, false, field);
    assert.equal(answer.customer.acct_access_level, "F");
    assert.equal(answer.customer.name_type, "I");
  });
});
