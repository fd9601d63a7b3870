import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addCustomer, addDelivery, keyFor, look, postDelivery, succeeded, unchanged, under, whatever } from "./records.ts";
import { assertProblem, sandboxApp } from "./support.ts";

const test = await sandboxApp();
const { ask, clock } = test;
/** The way to each status, and what may follow it. */
const ways: Record<string, readonly string[]> = {
  scheduled: [],
  out: ["out"],
  delivered: ["out", "delivered"],
  failed: ["out", "failed"],
  cancelled: ["cancelled"],
};
const follow: Record<string, readonly string[]> = {
  scheduled: ["out", "cancelled"],
  out: ["delivered", "failed"],
  delivered: [],
  failed: ["scheduled", "cancelled"],
  cancelled: [],
};
const statuses = Object.keys(ways);
const patch = (path: string, body: object, ifMatch = "*") => ask("PATCH", path, body, { "if-match": ifMatch });

/** The address of a new delivery that stands at a status. */
async function at(status: string, body = {}): Promise<string> {
  const path = `/deliveries/${(await addDelivery(ask, body)).delivery_id}`;
  for (const one of ways[status]!) succeeded(await patch(path, { status: one }));
  return path;
}

describe("a status", () => {
  it("is refused when there is none such, with its reason out of bounds", async () => {
    const path = await at("scheduled");
    await unchanged(ask, path, async () => {
      for (const status of ["gone", "", null, 1, "Out"]) assertProblem(await patch(path, { status }), 400, ["body.status"]);
      for (const reason of ["", "x".repeat(251), 5, null, "\0", "\ud800"])
        assertProblem(await patch(path, { status: "out", reason }), 400, ["body.reason"]);
    });
  });

  for (const from of statuses)
    for (const to of statuses) {
      if (from === to)
        it(`${from} may be said again, and nothing comes of it`, async () => {
          const path = await at(from);
          await unchanged(ask, path, async () => succeeded(await patch(path, { status: to, reason: "Again" })));
        });
      else if (follow[from]!.includes(to))
        it(`${to} may follow on ${from}, and is a step with its time, key and reason`, async () => {
          const path = await at(from);
          const before = await look(ask, path);
          clock.pass(60_000);
          const by = under(ask, await keyFor(test, ["deliveries:write"]));
          const sent = { status: to, reason: "Because of it" };
          const after = succeeded(await by("PATCH", path, sent, { "if-match": `"${before.version}"` }));
          const [updated_at, version, { key_id }] = [clock.now().toISOString(), before.version + 1, after.steps.at(-1)];
          const step = { status: to, at: updated_at, key_id, reason: "Because of it" };
          assert.deepEqual(after, { ...before, status: to, version, updated_at, steps: [...before.steps, step] });
          assert.notEqual(key_id, before.steps[0].key_id);
          assert.deepEqual(await look(ask, path), after);
        });
      else
        it(`${to} can't follow on ${from}: 409, and nothing changes`, async () => {
          const path = await at(from);
          await unchanged(ask, path, async () => {
            for (const body of [{ status: to }, { status: to, reason: "x", boxes: 9, delivery_date: "2026-07-01" }])
              assertProblem(await patch(path, body), 409, ["body.status"]);
          });
        });
    }

  it("of many at once by one version changes once; by any version each step follows on the one before", async () => {
    const path = await at("scheduled");
    const wanted = Array.from({ length: 20 }, (_, n) => (n % 2 ? "out" : "cancelled"));
    const guarded = await Promise.all(wanted.map((status) => patch(path, { status }, '"1"')));
    assert.deepEqual(guarded.map(({ status }) => status).sort(), [200, ...Array(19).fill(412)]);
    const other = await at("out");
    const ends = await Promise.all(wanted.map((_, n) => patch(other, { status: n % 2 ? "delivered" : "failed" })));
    const { status, steps } = await look(ask, other);
    assert.equal(steps.map((one: { status: string }) => one.status).join(), `scheduled,out,${status}`);
    for (const end of ends) assert.ok(end.status === 409 || end.json.status === status);
  });
});

describe("all but the status", () => {
  const others = {
    delivery_date: "2026-07-01",
    boxes: 9,
    fridge: true,
    controlled: true,
    notes: "x",
    external_reference: "late",
  };
  const items = [{ description: "Late", quantity: 1 }];

  for (const from of ["out", "delivered", "failed", "cancelled"])
    it(`is fixed once a delivery is ${from}, but may be sent as it is`, async () => {
      const path = await at(from, { items: [{ description: "Early", quantity: 1 }], boxes: 2 });
      await unchanged(ask, path, async () => {
        for (const [field, value] of Object.entries({ ...others, items }))
          assertProblem(await patch(path, { [field]: value }), 409, ["body.status"]);
        assertProblem(await patch(path, { boxes: 9, ...(follow[from]![0] === "cancelled" && { status: "cancelled" }) }), 409, [
          "body.status",
        ]);
        const { delivery_date, boxes, fridge, items: same, notes } = await look(ask, path);
        succeeded(await patch(path, { status: from, delivery_date, boxes, fridge, items: same, notes }));
      });
    });

  it("may change with the step that takes a delivery on its way, or back to a day that is not past", async () => {
    const path = await at("scheduled");
    assert.equal(succeeded(await patch(path, { status: "out", boxes: 3 })).boxes, 3);
    succeeded(await patch(path, { status: "failed", reason: "Nobody in" }));
    clock.pass(30 * 86_400_000);
    await unchanged(ask, path, async () => {
      assertProblem(await patch(path, { status: "scheduled" }), 400, ["body.delivery_date"]);
      assertProblem(await patch(path, { status: "scheduled", delivery_date: "2026-06-16" }), 400, ["body.delivery_date"]);
    });
    const delivery_date = clock.now().toISOString().slice(0, 10);
    const again = succeeded(await patch(path, { status: "scheduled", delivery_date }));
    assert.deepEqual([again.delivery_date, again.boxes, again.steps.length], [delivery_date, 3, 4]);
  });

  it("of a failed or cancelled one leaves the day free for another; of any other it does not", async () => {
    for (const status of statuses) {
      const { customer_id } = await addCustomer(ask);
      await at(status, { customer_id });
      const answer = await postDelivery(ask, { customer_id, only_one_that_day: true });
      assert.equal(answer.status, ["failed", "cancelled"].includes(status) ? 201 : 409, status);
    }
  });
});

describe("a changed address", () => {
  it("leaves the deliveries that are there alone, and is that of the next one", async () => {
    const { customer_id } = await addCustomer(ask, { given_name: "Ann", address_1: "1 Old Street", phone_mobile: "1" });
    const path = await at("scheduled", { customer_id });
    const moved = { address_1: "2 New Street", city: "New City", family_name: "Newly", phone_mobile: null };
    const { recipient } = await unchanged(ask, path, async () => {
      succeeded(await ask("PATCH", `/customers/${customer_id}`, moved, whatever));
      return look(ask, path);
    });
    assert.deepEqual([recipient.address_1, recipient.family_name, recipient.city], ["1 Old Street", "Fresh", null]);
    assert.deepEqual(succeeded(await patch(path, { status: "out", boxes: 1 })).recipient, recipient);
    const next = await addDelivery(ask, { customer_id });
    assert.deepEqual(next.recipient, { ...recipient, ...moved });
  });
});
