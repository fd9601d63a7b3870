import assert from "node:assert/strict";
import { Refusal, type RefusalFacts } from "../../src/core/refusal.ts";

/** What `assert.rejects` and `assert.throws` take: a refusal of this name, with these facts and no others. */
export const refusal =
  (name: string, facts: RefusalFacts = {}) =>
  (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    assert.deepEqual({ refusal: error.refusal, ...error.facts }, { refusal: name, ...facts });
    return true;
  };
