import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { rivalOf, userOf } from "./people.ts";
import { mailStates, setOwner } from "./queries.ts";
import { call, customerOf, kiosk, parseXml, refused, succeeded, type Values } from "./support.ts";

const test = await testApp();
// Before the first call, which remembers the account.
await test.parts.core.db.run(setOwner, [sandboxOrgId, "owner@example.com", "en"]);
const headers = (...names: string[]): Values => Object.fromEntries(names.map((name, at) => [`profile_header_${at + 1}`, name]));
const send = (names: string[], lines: string[], more: Values = {}) =>
  call(test, "customers_batch", { delimiter: "pipe", ...headers(...names), Customers_Data: lines.join("\r\n"), ...more });
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
const batch = async (...sent: Parameters<typeof send>): Promise<any> => succeeded(await send(...sent)).batch;

describe("customers_batch: what is refused whole", () => {
  it("no delimiter, and one that there is not", async () => {
    refused(await send(["code"], ["b-0"], { delimiter: undefined }), "delimiter");
    refused(await send(["code"], ["b-0"], { delimiter: "semicolon" }), "delimiter");
  });

  it("no data", async () => {
    refused(await send(["code"], [], { Customers_Data: undefined }), "Customers_Data");
    for (const lines of [[""], ["", "  ", ""]]) refused(await send(["code"], lines), "Customers_Data");
  });

  it("no columns, unknown ones, and one twice", async () => {
    refused(await send([], ["b-0"]), "profile_header_1");
    refused(await send(["none", ""], ["b-0"]), "profile_header_1");
    refused(await send(["code", "shoe_size"], ["b-0|45"]), "profile_header_2");
    refused(await send(["code", "custom_field_99"], ["b-0|x"]), "profile_header_2");
    refused(await send(["code", "city", "code"], ["b-0|x|b-0"]), "profile_header_3");
    refused(await send(["code"], ["b-0"], { profile_header_501: "city" }), "profile_header_501");
  });

  it("more lines than 5,000", async () => {
    const lines = Array.from({ length: 5_001 }, (_, n) => `b-${n}|x`);
    refused(await send(["code", "city"], lines), "Customers_Data");
    assert.equal(await customerOf(test, "b-0"), undefined);
  });

  it("users who may not import, and nobody else", async () => {
    const one = { delimiter: "pipe", ...headers("code", "city"), Customers_Data: "b-i|Here" };
    for (const who of [kiosk, await userOf(test, "agency-client")])
      refused(await call(test, "customers_batch", one, who), "user_id");
    succeeded(await call(test, "customers_batch", one, await userOf(test, "agency-importer")));
    assert.equal((await customerOf(test, "b-i"))?.city, "Here");
  });
});

describe("customers_batch: what it does", () => {
  it("adds and changes, line by line, and counts", async () => {
    const names = ["code", "first_name", "none", "custom_field_5"];
    const told = await batch(names, ["b-1|Una|ignored|Store 35", "b-2|Duo", "", "b-1|Una II|", "b-3| Tres |x|"]);
    assert.deepEqual(told, { status: "success", new_customers: "3", customers: "4", errors: [] });
    const [one, three] = [await customerOf(test, "b-1"), await customerOf(test, "b-3")];
    assert.deepEqual([one?.first_name, (one?.custom_field_5 as { data: string } | undefined)?.data], ["Una II", "Store 35"]);
    assert.equal(three?.first_name, "Tres");
  });

  it("tells each line that is refused, and does the others", async () => {
    const names = ["code", "custom_date", "custom_field_5"];
    const lines = ["b-4|1980-01-02|Store 35", "b-5|soon|Store 35", "b-6||Store 99", "b-7", "b-8|1980-01-02|Store 36|more"];
    const { errors, ...counts } = await batch(names, lines);
    assert.deepEqual(counts, { status: "partial", new_customers: "1", customers: "1" });
    assert.deepEqual(
      errors.map((one: { line: string; error: string }) => [one.line, one.error.split(":")[0]]),
      [
        ["2", "custom_date"],
        ["3", "custom_field_5"],
        ["4", "At least one field of the customer must be sent besides the code"],
        ["5", "Customers_Data"],
      ],
    );
    assert.ok(await customerOf(test, "b-4"));
    for (const code of ["b-5", "b-6", "b-7", "b-8"]) assert.equal(await customerOf(test, code), undefined, code);
  });

  it("does in each line what customer_action says there", async () => {
    const lines = ["new|b-9|c-9", "new|b-9||X", "register||c-9|Nina", "|b-9||Nina II", "delete|b-9||X"];
    const told = await batch(["customer_action", "code", "card_number", "first_name"], lines);
    assert.deepEqual([told.new_customers, told.customers], ["1", "3"]);
    assert.deepEqual(
      told.errors.map((one: { line: string }) => one.line),
      ["2", "5"],
    );
    assert.equal((await customerOf(test, "b-9"))?.first_name, "Nina II");
  });

  it("reads commas with quotation marks, and tabs", async () => {
    const csv = await batch(["code", "street1"], ['b-10,"1, High ""Old"" St"', '"b-11,Low'], { delimiter: "comma" });
    const open = "Customers_Data: a quotation mark is not closed, or something stands behind one";
    assert.deepEqual([csv.status, csv.errors], ["partial", [{ line: "2", error: open }]]);
    assert.equal((await customerOf(test, "b-10"))?.street1, '1, High "Old" St');
    await batch(["first_name", "code", "city"], ["\tb-12\tTabville", "T\tb-13\t"], { delimiter: "TAB" });
    assert.deepEqual([(await customerOf(test, "b-12"))?.city, (await customerOf(test, "b-13"))?.first_name], ["Tabville", "T"]);
  });

  it("says error when nothing was recorded, in XML as well", async () => {
    const told = await batch(["code", "custom_date"], ["b-14|soon"]);
    assert.deepEqual([told.status, told.customers, told.errors.length], ["error", "0", 1]);
    const xml = parseXml((await send(["code", "custom_date"], ["b-14|soon", "b-14|1980-01-02"], { output: "XML" })).text);
    const [one] = xml.children;
    assert.deepEqual(
      one!.children.map((leaf) => leaf.name),
      ["status", "new_customers", "customers", "errors"],
    );
    assert.deepEqual(
      one!.children[3]!.children.map((error) => [error.name, error.children.map((leaf) => leaf.name)]),
      [["error", ["line", "error"]]],
    );
  });

  it("sends the owner no mail", async () => {
    const { core } = test.parts;
    await batch(["code", "first_name"], ["b-15|Silent"]);
    assert.deepEqual(await core.db.read(mailStates, [sandboxOrgId]), []);
    succeeded(await call(test, "record_customer", { customer_action: "new", first_name: "Told" }));
    assert.equal((await core.db.read(mailStates, [sandboxOrgId])).length, 1);
  });

  it("keeps organisations apart", async () => {
    const rival = await rivalOf(test);
    const one = { delimiter: "pipe", ...headers("code", "city"), Customers_Data: "b-1|Elsewhere" };
    const { batch: told } = succeeded(await call(test, "customers_batch", one, rival));
    assert.deepEqual([told.new_customers, told.customers], ["1", "1"]);
    assert.equal((await customerOf(test, "b-1"))?.city, "");
  });
});
