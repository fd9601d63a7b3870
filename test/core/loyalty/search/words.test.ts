import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { alternativesOf, holdWords } from "../../../../src/core/loyalty/search/words.ts";

const part = fc.string({ unit: fc.constantFrom("a", "b", "B", "c", "1"), maxLength: 3 });
const asked = fc.array(fc.array(part, { maxLength: 3 }), { maxLength: 3 });
const customer = fc.array(fc.string({ unit: fc.constantFrom("a", "B", "c", "1", " "), maxLength: 6 }), { maxLength: 4 });

/** The same in the plainest words there are. */
function model(texts: readonly string[], wanted: readonly (readonly string[])[]): boolean {
  const lower = texts.map((text) => text.toLowerCase());
  const alternatives = wanted.map((words) => words.filter((word) => word !== "")).filter((words) => words.length > 0);
  for (const words of alternatives) {
    let all = true;
    for (const word of words) {
      let somewhere = false;
      for (const text of lower) if (text.indexOf(word.toLowerCase()) >= 0) somewhere = true;
      if (!somewhere) all = false;
    }
    if (all) return true;
  }
  return false;
}

describe("the language of customer_find", () => {
  it("means what a plain reading of it says", () => {
    fc.assert(
      fc.property(
        asked,
        customer,
        fc.constantFrom(" ", "  ", "\t"),
        fc.constantFrom(",", ", ", " , "),
        (wanted, texts, and, or) => {
          const text = wanted.map((words) => words.join(and)).join(or);
          assert.equal(holdWords(texts, alternativesOf(text)), model(texts, wanted));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("compares width and composition as the eye does", () => {
    assert.ok(holdWords(["Cafe\u0301"], alternativesOf("café")));
    assert.ok(holdWords(["ＡＢＣ"], alternativesOf("abc")));
  });
});
