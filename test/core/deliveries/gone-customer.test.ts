import assert from "node:assert/strict";
import { it } from "node:test";
import type { Core } from "../../../src/core/core.ts";
import { findDeliveries } from "../../../src/core/deliveries/list.ts";
import { beforeDelivery } from "../../../src/core/deliveries/queries.ts";
import { scheduleDelivery } from "../../../src/core/deliveries/schedule.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

const { core } = (await testApp()).parts;
const { db } = core;

/** A core that still finds a customer at its first look, as if they went right after. */
const read: Core["db"]["read"] = (statement, values) =>
  (statement as unknown) === beforeDelivery
    ? Promise.resolve([{ customer_id: 999_999, reference_taken: false }] as never)
    : db.read(statement, values);
const late: Core = { ...core, db: { ...db, read } };

it("a delivery to a customer who is gone when they are to be locked is refused, and nothing is left of it", async () => {
  const load = { boxes: null, fridge: false, controlled: false, items: [], notes: null };
  const wanted = { company: "9001", branch: 1, customer: { customerId: 999_999 }, externalReference: null, onlyOne: false };
  await assert.rejects(scheduleDelivery(late, caller, { ...wanted, ...load, deliveryDate: "2099-01-01" }), (error) => {
    if (!(error instanceof Refusal)) throw error;
    assert.equal(error.refusal, "customer-not-found");
    return true;
  });
  assert.deepEqual(await findDeliveries(core, caller, {}, undefined, 10), []);
});
