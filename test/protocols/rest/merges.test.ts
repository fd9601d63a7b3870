import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, addDelivery, everyPage, fresh, look, postDelivery, succeeded, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const { ask, clock } = await sandboxApp();

const added = async (body = {}) => addCustomer(ask, body);
const merge = async (into: number, customer_id: number, headers = {}) =>
  succeeded(await ask("POST", `/customers/${into}/merges`, { customer_id }, headers), 201);
const undo = async (mergeId: string) => succeeded(await ask("POST", `/merges/${mergeId}/undo`));
type Delivery = { delivery_id: number; customer_id: number };

describe("merges through the native API", () => {
  it("answer what was merged, and where it is found", async () => {
    const [one, two] = [(await added()).customer_id, (await added()).customer_id];
    const answer = await ask("POST", `/customers/${one}/merges`, { customer_id: two });
    const made = succeeded(answer, 201);
    assert.equal(answer.headers.location, `/api/v1/merges/${made.merge_id}`);
    assert.deepEqual(
      [made.customer_id, made.merged_customer_id, made.merged_at, made.undone_at, made.protocol],
      [one, two, clock.now().toISOString(), null, "native"],
    );
    assert.deepEqual(await look(ask, `/merges/${made.merge_id}`), made);
    assert.equal((await look(ask, `/customers/${two}`)).customer_id, one);
    clock.pass(1000);
    const undone = await undo(made.merge_id);
    assert.deepEqual(undone, { ...made, undone_at: clock.now().toISOString() });
    assert.equal((await look(ask, `/customers/${two}`)).customer_id, two);
  });

  it("are made once under an Idempotency-Key", async () => {
    const [one, two] = [(await added()).customer_id, (await added()).customer_id];
    const key = { "idempotency-key": fresh() };
    const first = await merge(one, two, key);
    const again = await ask("POST", `/customers/${one}/merges`, { customer_id: two }, key);
    assert.deepEqual([again.status, again.headers["idempotent-replayed"], again.json], [201, "true", first]);
  });

  it("are listed page by page, for both that were part of them", async () => {
    const one = (await added()).customer_id;
    const made: unknown[] = [];
    const others: number[] = [];
    for (let i = 0; i < 5; i++) {
      others.push((await added()).customer_id);
      made.push(await merge(one, others.at(-1)!));
    }
    assert.deepEqual(await everyPage(ask, `/customers/${one}/merges?limit=2`), made);
    assert.deepEqual((await look(ask, `/customers/${others[3]}/merges`)).data, [made[3]]);
  });

  it("leave the merged customer out of lists", async () => {
    const [one, two] = [(await added()).customer_id, (await added()).customer_id];
    await merge(one, two);
    const listed = (await everyPage(ask, "/customers?limit=200")).map((row) => row.customer_id);
    assert.ok(listed.includes(one) && !listed.includes(two));
  });
});

describe("deliveries of who was merged", () => {
  it("are the survivor's, under every number, and part again", async () => {
    const one = (await added({ city: "Kept" })).customer_id;
    const two = (await added({ city: "Gone" })).customer_id;
    const mine: Delivery = await addDelivery(ask, { customer_id: one });
    const theirs: Delivery = await addDelivery(ask, { customer_id: two });
    const { merge_id } = await merge(one, two);
    const later = await addDelivery(ask, { customer_id: two });
    assert.deepEqual([later.customer_id, later.recipient.city], [one, "Kept"]);
    const idsOf = async (id: number) =>
      ((await look(ask, `/deliveries?customer_id=${id}`)).data as Delivery[]).map((row) => row.delivery_id).sort();
    const all = [mine.delivery_id, theirs.delivery_id, later.delivery_id];
    assert.deepEqual([await idsOf(one), await idsOf(two)], [all, all]);
    assert.equal((await look(ask, `/deliveries/${theirs.delivery_id}`)).customer_id, one);
    await undo(merge_id);
    assert.deepEqual([await idsOf(one), await idsOf(two)], [[mine.delivery_id], [theirs.delivery_id, later.delivery_id]]);
    assert.equal((await look(ask, `/deliveries/${theirs.delivery_id}`)).customer_id, two);
  });

  it("count together where there may be one a day", async () => {
    const [one, two] = [(await added()).customer_id, (await added()).customer_id];
    const day = { delivery_date: "2027-03-04", only_one_that_day: true };
    await addDelivery(ask, { customer_id: two, ...day });
    const { merge_id } = await merge(one, two);
    for (const customer_id of [one, two])
      assertProblem(await postDelivery(ask, { customer_id, ...day }), 409, ["body.delivery_date"]);
    await undo(merge_id);
    succeeded(await postDelivery(ask, { customer_id: one, ...day }), 201);
  });

  it("go to the survivor when they are ordered by the other's reference, and are the other's again", async () => {
    const reference = fresh();
    const own = fresh();
    const refs = (value: string) => ({ external_references: [{ company_id: 9001, reference: value }] });
    const [one, two] = [(await added(refs(own))).customer_id, (await added(refs(reference))).customer_id];
    const { merge_id } = await merge(one, two);
    const made = await addDelivery(ask, { external_customer_reference: reference });
    assert.equal(made.customer_id, one);
    await undo(merge_id);
    assert.equal((await look(ask, `/deliveries/${made.delivery_id}`)).customer_id, two);
  });
});

describe("what is written under the other's number", () => {
  it("changes the survivor, and is the other's after the undoing", async () => {
    const [one, two] = [(await added({ city: "A" })).customer_id, (await added({ city: "B" })).customer_id];
    const { merge_id } = await merge(one, two);
    const changed = succeeded(await ask("PATCH", `/customers/${two}`, { region: "There" }, whatever));
    assert.deepEqual([changed.customer_id, changed.region], [one, "There"]);
    assert.equal((await look(ask, `/customers/${two}/accounts`)).data.length, 2);
    await undo(merge_id);
    const [kept, back] = [await look(ask, `/customers/${one}`), await look(ask, `/customers/${two}`)];
    assert.deepEqual([kept.city, kept.region, back.city, back.region], ["A", null, "B", "There"]);
  });
});
