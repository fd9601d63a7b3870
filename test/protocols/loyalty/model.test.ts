import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { testApp } from "../../support/app.ts";
import { rounds } from "../../support/counts.ts";
import { type Modelled, type Outcome, type Replaced, type Replacement, record, replace, type Step } from "./model.ts";
import { call } from "./support.ts";

const test = await testApp();
let histories = 0;

/** Few numbers, so that they meet; a code may be the same text as a card. Each history has numbers of its own. */
const steps = fc.array(
  fc.record(
    {
      action: fc.constantFrom("new" as const, "edit" as const, "edit" as const, "edit" as const, "register" as const),
      code: fc.constantFrom("1", "2", "3"),
      card: fc.constantFrom("1", "2", "5"),
      newCode: fc.boolean(),
      name: fc.constantFrom("Ann", "Bob", ""),
      bad: fc.constantFrom(true, ...Array(11).fill(false)),
    },
    { requiredKeys: ["action"] },
  ),
  { minLength: 4, maxLength: 16 },
);

const wire = (text: string | undefined, history: number) => (text === undefined ? undefined : `h${history}-${text}`);

async function does({ action, code, card, newCode, name, bad }: Step, history: number): Promise<Outcome> {
  const answer = await call(test, "record_customer", {
    customer_action: action,
    code: wire(code, history),
    card_number: wire(card, history),
    new_code: newCode ? "Yes" : undefined,
    first_name: name,
    // By which card_replace finds those of this history only.
    last_name: name === undefined ? undefined : `h${history}`,
    custom_field_5: bad ? "Nowhere" : undefined,
  });
  assert.equal(answer.http, 200);
  return answer.status === "success" ? { status: answer.json.customer.status, code: answer.json.customer.code } : "error";
}

/** Those from which each history with replacements begins, so that there is something to replace. */
const begun: readonly Step[] = [
  { action: "new", code: "1", card: "5", name: "Ann" },
  { action: "new", code: "2", card: "2", name: "Bob" },
  { action: "new", code: "3", name: "Ann" },
];

const replacements = fc.record({
  previousCode: sometimes("1", "2", "3"),
  previousCard: sometimes("1", "2", "5"),
  name: sometimes("Ann", "bob"),
  newCode: sometimes("1", "2", "3", "3", "3", "4"),
  newCard: sometimes("1", "2", "5", "6"),
  override: fc.constantFrom(true, true, true, false),
  keep: fc.constantFrom(undefined, "matched" as const, "matched" as const, "duplicate" as const, "duplicate" as const),
});

function sometimes(...values: string[]) {
  return fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
}

async function doesReplace(asked: Replacement, history: number): Promise<Replaced> {
  const answer = await call(test, "card_replace", {
    previous_code: wire(asked.previousCode, history),
    previous_card: wire(asked.previousCard, history),
    last_name: asked.name && `h${history}`,
    first_name: asked.name,
    new_code: wire(asked.newCode, history),
    new_card_number: wire(asked.newCard, history),
    check_override: asked.override ? "Y" : undefined,
    keep_which: asked.keep,
  });
  assert.equal(answer.http, 200);
  if (answer.status === "success") return { status: "success", code: answer.json.customer.code };
  return answer.status as Replaced;
}

/** Every customer of the model is there, whole, and so is what leads to it. */
async function agrees(all: readonly Modelled[]): Promise<void> {
  for (const { code, card, name, registered, retired } of all) {
    for (const key of [code, ...retired.filter(({ kind }) => kind === "code").map(({ value }) => value)]) {
      const { customer } = (await call(test, "customer_info", { code: key })).json;
      assert.deepEqual(
        [customer?.code, customer?.card_number, customer?.first_name, customer?.registered],
        [code, card, name, registered ? "Y" : "N"],
      );
    }
  }
  assert.equal(new Set(all.map(({ code }) => code)).size, all.length, "codes are unique");
}

describe("record_customer against a plain model of the seeds' rules", () => {
  it("lands on exactly the customer that the rules name, and a refused call changes nothing", async () => {
    const count = { new: 0, update: 0, error: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const number = ++histories;
        const all: Modelled[] = [];
        for (const step of history) {
          const named = { ...step, code: wire(step.code, number), card: wire(step.card, number) };
          const real = await does(step, number);
          // A code that is made is taken from the answer; that it is one is checked here.
          const fresh = (): string => {
            assert.ok(real !== "error");
            assert.match(real.code, /^\d{16}$/);
            return real.code;
          };
          assert.deepEqual(real, record(all, named, fresh), JSON.stringify({ step, all }));
          count[real === "error" ? "error" : real.status]++;
        }
        await agrees(all);
      }),
      { numRuns: rounds(600), endOnFailure: true },
    );
    assert.ok(count.new > 50 && count.update > 50 && count.error > 20, JSON.stringify(count));
  });

  it("and so does card_replace, with all its ways out", async () => {
    const count: Record<string, number> = {};
    const either = fc.array(
      fc.oneof({ weight: 3, arbitrary: steps.map((list) => list[0]!) }, { weight: 2, arbitrary: replacements }),
      {
        minLength: 4,
        maxLength: 18,
      },
    );
    await fc.assert(
      fc.asyncProperty(either, async (history) => {
        const number = ++histories;
        const all: Modelled[] = [];
        for (const step of [...begun, ...history]) {
          if ("action" in step) {
            const real = await does(step, number);
            const fresh = () => (real === "error" ? "" : real.code);
            const named = { ...step, code: wire(step.code, number), card: wire(step.card, number) };
            assert.deepEqual(real, record(all, named, fresh), JSON.stringify({ step, all }));
            continue;
          }
          const { previousCode, previousCard, newCode, newCard } = step;
          const numbers = { previousCode, previousCard, newCode, newCard };
          const named = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, wire(value, number)]));
          const before = structuredClone(all);
          const real = await doesReplace(step, number);
          const wanted = replace(all, { ...step, ...named });
          assert.deepEqual(real, wanted, JSON.stringify({ step, before }));
          const outcome = typeof wanted === "string" ? wanted : `success ${all.length < before.length ? step.keep : ""}`;
          count[outcome] = (count[outcome] ?? 0) + 1;
        }
        await agrees(all);
      }),
      { numRuns: rounds(500), endOnFailure: true },
    );
    const joined = (count["success matched"] ?? 0) + (count["success duplicate"] ?? 0);
    const each = ["success ", "no_match", "multiple_matches", "error"].map((outcome) => count[outcome] ?? 0);
    assert.ok(
      [joined, ...each].every((one) => one > 0),
      JSON.stringify(count),
    );
  });
});
