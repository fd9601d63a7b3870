import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FieldChanges } from "../../../src/core/audit/change.ts";
import type { AuditedChange } from "../../../src/core/audit/queries.ts";
import { replay } from "../../../src/core/audit/replay.ts";

/** The history of one customer; of a change whose values have been erased only the fields are known. */
async function* history(...changes: (FieldChanges | readonly string[])[]): AsyncGenerator<AuditedChange> {
  for (const [at, change] of changes.entries()) {
    const told = Array.isArray(change) ? { fields: change, field_values: null } : valuesOf(change as FieldChanges);
    yield { seq: at + 1, entity: "customer", entity_id: 7, version: at + 1, ...told } as never;
  }
}

const valuesOf = (values: FieldChanges) => ({ fields: Object.keys(values), field_values: JSON.stringify(values) });
const made = { city: [null, "One"], region: [null, "R"] } as const;

describe("a replay of changes of which some values have been erased", () => {
  it("still finds a fault in a field that was not among them", async () => {
    const { faults } = await replay(history(made, ["city"], { region: ["other", "S"] }));
    assert.deepEqual(faults, ["change 3: customer 7's region was something else before"]);
  });

  it("finds a fault again behind the first change of a field whose values are there", async () => {
    const { faults } = await replay(history(made, ["city"], { city: ["Two", "Three"] }, { city: ["Two", "Four"] }));
    assert.deepEqual(faults, ["change 4: customer 7's city was something else before"]);
  });

  it("takes a field up where it is told again, and says what is not known until then", async () => {
    const gap = await replay(history(made, ["city"]));
    assert.deepEqual(gap, {
      entities: new Map([["customer 7", { region: "R" }]]),
      erased: new Map([["customer 7", new Set(["city"])]]),
      faults: [],
    });
    const { entities, erased, faults } = await replay(history(made, ["city"], { city: ["Two", "Three"] }));
    assert.deepEqual([entities.get("customer 7"), erased.get("customer 7")!.size], [{ city: "Three", region: "R" }, 0]);
    assert.deepEqual(faults, []);
  });
});

describe("a replay of secrets that a customer was made without", () => {
  it("finds a fault where there was one, or another field had nothing", async () => {
    const { faults } = await replay(history(made, { password: ["set", "set"] }, { pin: ["none", "set"] }));
    assert.deepEqual(faults, [
      "change 2: customer 7's password was something else before",
      "change 3: customer 7's pin was something else before",
    ]);
  });

  it("takes the first one that is set, and what follows", async () => {
    const { entities, faults } = await replay(
      history(
        made,
        { password: ["none", "set"], cardPin: ["none", "set"] },
        { password: ["set", "none"] },
        { password: ["none", "set"] },
      ),
    );
    assert.deepEqual(faults, []);
    assert.equal(entities.get("customer 7")?.password, "set");
  });
});
