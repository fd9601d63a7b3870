import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, addDelivery, everyPage, fresh, nobody, postDelivery, unchanged, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask, clock } = await sandboxApp();
const company_id = 9001;
const made = await addDelivery(ask);
const path = `/deliveries/${made.delivery_id}`;
const patch = (body: object) => ask("PATCH", path, body, whatever);
const item = { description: "Tablets", quantity: 28 };

/** Asserts that neither scheduling nor changing takes a body, and that nothing comes of it. */
async function refused(body: object, status: number, ...fields: string[]): Promise<void> {
  const before = await everyPage(ask, "/deliveries");
  assertProblem(await postDelivery(ask, { ...body }), status, fields);
  assertProblem(await patch(body), status, fields);
  assert.deepEqual(await everyPage(ask, "/deliveries"), before);
}

describe("a delivery is refused", () => {
  it("of a company or a branch that is not the organisation's", async () => {
    for (const foreign of [9003, 1]) assertProblem(await postDelivery(ask, { company_id: foreign }), 400, ["body.company_id"]);
    for (const branch of [2, 9999]) assertProblem(await postDelivery(ask, { branch }), 400, ["body.branch"]);
    assertProblem(await postDelivery(ask, { company_id: 9002 }), 400, ["body.branch"]);
    for (const bad of [0, "9001", null, 1.5, 2_147_483_648])
      assertProblem(await postDelivery(ask, { company_id: bad }), 400, ["body.company_id"]);
    for (const bad of [0, 10_000, "1", null]) assertProblem(await postDelivery(ask, { branch: bad }), 400, ["body.branch"]);
    assertProblem(await ask("POST", "/deliveries", { customer_id: 1408 }), 400, ["body.company_id", "body.branch"]);
    for (const fixed of [{ company_id }, { branch: 1 }, { customer_id: 1408 }])
      assertProblem(await patch(fixed), 400, [`body.${Object.keys(fixed)[0]}`]);
  });

  it("to nobody (404), to two at once, or to none (400)", async () => {
    assertProblem(await postDelivery(ask, { customer_id: nobody }), 404);
    assertProblem(await postDelivery(ask, { external_customer_reference: "nobody's" }), 404);
    const both = { customer_id: 1408, external_customer_reference: "EXTREF164736" };
    assertProblem(await postDelivery(ask, both), 400, ["body"]);
    assertProblem(await ask("POST", "/deliveries", { company_id, branch: 1 }), 400, ["body"]);
    for (const bad of [0, "1408", null]) assertProblem(await postDelivery(ask, { customer_id: bad }), 400, ["body.customer_id"]);
    for (const bad of ["", "x".repeat(51), 5, "\0"])
      assertProblem(await postDelivery(ask, { external_customer_reference: bad }), 400, ["body.external_customer_reference"]);
  });

  for (const [field, ...values] of [
    ["delivery_date", "2026-06-31", "2026-6-15", "0000-01-01", "tomorrow", "2026-06-15T00:00:00Z", 20260615, null, ""],
    ["external_reference", "", "x".repeat(51), 5, "a\0b", "\ud800"],
    ["boxes", 0, -1, 1.5, "1", true, 2_147_483_648],
    ["fridge", null, 1, "true"],
    ["controlled", null, 0, "false"],
    ["items", null, {}, "x", Array.from({ length: 1001 }, () => item)],
    ["notes", "", "x".repeat(251), 5, "a\0b", "\udc00"],
    ["sort", 1],
    ["recipient", {}],
  ] as const)
    it(`for ${field}, out of its bounds`, async () => {
      for (const value of values) await refused({ [field]: value }, 400, `body.${field}`);
    });

  it("for items out of their bounds, and names each", async () => {
    const items = (...members: object[]) => ({ items: members.map((one) => ({ ...item, ...one })) });
    for (const reference of ["", "x".repeat(51), 5, "\0"]) await refused(items({ reference }), 400, "body.items.0.reference");
    for (const description of ["", "x".repeat(151), 5, null, "\ud800"])
      await refused(items({}, { description }), 400, "body.items.1.description");
    for (const quantity of [0, 1.5, "1", null, 2_147_483_648]) await refused(items({ quantity }), 400, "body.items.0.quantity");
    for (const pack_size of ["", "x".repeat(51), 5]) await refused(items({ pack_size }), 400, "body.items.0.pack_size");
    await refused(items({ price: 1 }), 400, "body.items.0.price");
    await refused({ items: [{}] }, 400, "body.items.0.description", "body.items.0.quantity");
  });

  it("for a day that is past, in the organisation's time zone", async () => {
    await refused({ delivery_date: "2026-06-14" }, 400, "body.delivery_date");
    // 03:30 UTC on the 16th is still the 15th in New York.
    clock.set(new Date("2026-06-16T03:30:00Z"));
    const own = await addDelivery(ask);
    assert.equal(own.delivery_date, "2026-06-16");
    assert.equal((await addDelivery(ask, { delivery_date: "2026-06-15" })).delivery_date, "2026-06-15");
    clock.set(new Date("2026-06-16T04:30:00Z"));
    await refused({ delivery_date: "2026-06-15" }, 400, "body.delivery_date");
    assert.equal((await addDelivery(ask)).delivery_date, "2026-06-17");
    clock.set(new Date("2026-06-15T16:00:00Z"));
  });

  it("for a reference that another delivery of the company bears", async () => {
    const external_reference = fresh();
    await addDelivery(ask, { external_reference });
    await refused({ external_reference }, 409, "body.external_reference");
  });

  it("as only one, when the company has one for the customer on that day; of twenty at once one is made", async () => {
    const { customer_id } = await addCustomer(ask);
    const only = { customer_id, only_one_that_day: true };
    const answers = await Promise.all(Array.from({ length: 20 }, () => postDelivery(ask, only)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(19).fill(409)]);
    assertProblem(await postDelivery(ask, { ...only, delivery_date: "2026-06-16" }), 409, ["body.delivery_date"]);
    await addDelivery(ask, { ...only, delivery_date: "2026-06-17" });
    await addDelivery(ask, { customer_id });
    for (const bad of [1, "true", null])
      assertProblem(await postDelivery(ask, { only_one_that_day: bad }), 400, ["body.only_one_that_day"]);
  });

  it("by a change without If-Match (428), by another version (412), of nothing (400) and of none (404)", async () => {
    await unchanged(ask, path, async () => {
      assertProblem(await ask("PATCH", path, { boxes: 9 }), 428);
      for (const other of ['"0"', '"99"', "1", 'W/"1"'])
        assertProblem(await ask("PATCH", path, { boxes: 9 }, { "if-match": other }), 412);
      assertProblem(await patch({}), 400, ["body"]);
      assertProblem(await patch({ reason: "x" }), 400, ["body.reason"]);
    });
    assertProblem(await ask("PATCH", `/deliveries/${nobody}`, { boxes: 9 }, whatever), 404);
    assertProblem(await ask("GET", `/deliveries/${nobody}`), 404);
    for (const number of ["0", "x", "2147483648"])
      assertProblem(await ask("GET", `/deliveries/${number}`), 400, ["params.delivery_id"]);
  });
});
