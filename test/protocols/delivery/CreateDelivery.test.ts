import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { add, assertRefused, client, freshRef, succeeded, type Values } from "./support.ts";

const by = client(await testApp({ clock: testClock() }));
const create = (delivery: Values) => by.createDelivery(delivery);
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
const made = async (delivery: Values): Promise<any> => succeeded(await create(delivery)).delivery;

describe("CreateDelivery's refusals", () => {
  for (const whom of [
    { customer_id: 99999999 },
    { external_customer_ref: "nobody" },
    { customer_id: 99999999, external_customer_ref: "nobody" },
  ])
    it(`nobody has these: 401 (${JSON.stringify(whom)})`, async () => assertRefused(await create(whom), 401));

  it("an external_delivery_ref that another delivery has: 302", async () => {
    const external_delivery_ref = freshRef();
    await made({ customer_id: 1408, external_delivery_ref });
    assertRefused(await create({ customer_id: 1408, external_delivery_ref }), 302, ["delivery.external_delivery_ref"]);
    const other = await add(by);
    const delivery = { customer_id: other, external_delivery_ref, delivery_date: "2026-12-24" };
    assertRefused(await create(delivery), 302, ["delivery.external_delivery_ref"]);
  });
  it("check_delivery, and the customer has a delivery on that day: 404", async () => {
    const customer_id = await add(by);
    await made({ customer_id, delivery_date: "2026-07-01" });
    assertRefused(await create({ customer_id, delivery_date: "2026-07-01", check_delivery: true }), 404);
  });
  it("check_delivery on the default day: 404", async () => {
    const customer_id = await add(by);
    await made({ customer_id, check_delivery: true });
    assertRefused(await create({ customer_id, check_delivery: true }), 404);
    assertRefused(await create({ customer_id, delivery_date: "2026-06-16", check_delivery: true }), 404);
  });
  it("check_delivery, however the customer is named: 404", async () => {
    const external_customer_ref = freshRef();
    await made({ customer_id: await add(by, { external_customer_ref }) });
    assertRefused(await create({ external_customer_ref, check_delivery: true }), 404);
  });
  it("a refused delivery does not count as one, nor take its reference", async () => {
    const [customer_id, external_delivery_ref] = [await add(by), freshRef()];
    await made({ customer_id, delivery_date: "2026-07-01" });
    const refused = { customer_id, delivery_date: "2026-07-01", external_delivery_ref, check_delivery: true };
    assertRefused(await create(refused), 404);
    await made({ ...refused, delivery_date: "2026-07-02" });
    const taken = { customer_id, delivery_date: "2026-07-03", external_delivery_ref };
    assertRefused(await create(taken), 302);
    await made({ customer_id, delivery_date: "2026-07-03", check_delivery: true });
  });
});

describe("CreateDelivery's answer", () => {
  it("has just its five fields", async () => {
    const external_delivery_ref = freshRef();
    const delivery = await made({ customer_id: 1408, external_delivery_ref, delivery_date: "2026-06-20" });
    const { delivery_id, delivery_ref, ...rest } = delivery;
    assert.ok(Number.isInteger(delivery_id) && delivery_id > 0);
    assert.match(delivery_ref, /^D\d{6}$/);
    assert.equal(Number(delivery_ref.slice(1)), delivery_id);
    assert.deepEqual(rest, { external_delivery_ref, customer_id: 1408, delivery_date: "2026-06-20" });
  });
  it("has an empty reference when none was given", async () => {
    for (const external_delivery_ref of [undefined, null, ""])
      assert.equal((await made({ customer_id: 1408, external_delivery_ref })).external_delivery_ref, "");
  });
  it("has a number that no other delivery has", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => made({ customer_id: 1408 })));
    assert.equal(new Set(answers.map((one) => one.delivery_id)).size, 20);
    assert.equal(new Set(answers.map((one) => one.delivery_ref)).size, 20);
  });
});

describe("CreateDelivery", () => {
  it("takes every field", async () => {
    await made({
      customer_id: 1408,
      external_customer_ref: "EXTREF164736",
      external_delivery_ref: freshRef(),
      fridge: true,
      controlled_delivery: true,
      delivery_date: "2026-06-15",
      boxes: 2,
      items: [
        { item_ref: "I-1", description: "Tablets", quantity: 28, pack_size: "28" },
        { item_ref: "", description: "Drops", quantity: 1, pack_size: null },
      ],
      notes: "Ring twice",
      check_delivery: false,
    });
  });
  const optional = [
    "external_delivery_ref",
    "fridge",
    "controlled_delivery",
    "delivery_date",
    "boxes",
    "items",
    "notes",
    "check_delivery",
  ];
  for (const field of optional)
    it(`takes "" and null in ${field} as absent`, async () => {
      for (const value of ["", null])
        assert.equal((await made({ customer_id: 1408, [field]: value })).delivery_date, "2026-06-16");
    });
  it("finds the customer by id, by reference, and by id first", async () => {
    const [one, two] = [freshRef(), freshRef()];
    const [first, second] = [await add(by, { external_customer_ref: one }), await add(by, { external_customer_ref: two })];
    assert.equal((await made({ customer_id: first, external_customer_ref: "" })).customer_id, first);
    assert.equal((await made({ customer_id: null, external_customer_ref: two })).customer_id, second);
    assert.equal((await made({ customer_id: first, external_customer_ref: two })).customer_id, first);
    assert.equal((await made({ customer_id: 99999999, external_customer_ref: two })).customer_id, second);
  });
  it("delivers to an inactive customer", async () => {
    const customer_id = await add(by, { active: false });
    assert.equal((await made({ customer_id })).customer_id, customer_id);
  });
  it("takes several deliveries of a day unless check_delivery is true", async () => {
    const customer_id = await add(by);
    for (const check_delivery of [true, false, undefined, null]) await made({ customer_id, check_delivery });
  });
  it("takes one with check_delivery on another day, and to another customer", async () => {
    const [one, two] = [await add(by), await add(by)];
    for (const [customer_id, delivery_date] of [
      [one, "2026-07-01"],
      [one, "2026-07-02"],
      [two, "2026-07-01"],
    ])
      await made({ customer_id, delivery_date, check_delivery: true });
  });
});
