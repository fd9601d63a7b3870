import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { aloneWithEmail } from "../../../src/core/customers/email-gate.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { caller, type Values } from "../../protocols/archtics/support.ts";
import { testApp } from "../../support/app.ts";

// A queue that hardly holds anybody: only who really hashes may need it.
const { parts, command } = await testApp({ config: { hashWaitMs: 1 } });
const { core } = parts;

const add = (customer: Values) => command({ cmd: "customer_add", pin: "1234", customer: { name_last: "Gate", ...customer } });

describe("adding one e-mail many times at once", () => {
  it("adds one customer, refuses the others for the e-mail, and tells nobody to come again", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => add({ email: i % 2 ? "one@gate.test" : "ONE@gate.test" })),
    );
    assert.equal(answers.filter(({ answer }) => answer?.result === 0).length, 1);
    assert.equal(answers.filter(({ answer }) => answer?.result === 11408).length, 99);
  });
});

describe("the gate of an e-mail", () => {
  it("lets the next one go first when the one before failed, one after the other", async () => {
    let under = 0;
    let most = 0;
    const told = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        aloneWithEmail(core, caller, "two@gate.test", async () => {
          most = Math.max(most, ++under);
          await pause(1);
          under--;
          if (i < 10) throw new Error("failed");
          return i;
        }),
      ),
    );
    assert.equal(most, 1);
    assert.deepEqual(
      told.map(({ status }) => status),
      [...Array(10).fill("rejected"), ...Array(10).fill("fulfilled")],
    );
  });

  it("lets all look at once when the e-mail turned out to be on file", async () => {
    await add({ email: "three@gate.test" });
    let ran = 0;
    const told = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        aloneWithEmail(core, caller, "three@gate.test", async () => {
          ran++;
          await pause(1);
          throw new Refusal("email-in-use");
        }),
      ),
    );
    assert.equal(ran, 1);
    assert.ok(told.every((one) => one.status === "rejected" && one.reason instanceof Refusal));
  });

  it("holds up nobody with another e-mail, nor of another organisation", async () => {
    const never = new Promise<void>(() => {});
    void aloneWithEmail(core, caller, "four@gate.test", () => never);
    assert.equal(await aloneWithEmail(core, caller, "five@gate.test", async () => "ran"), "ran");
    assert.equal(await aloneWithEmail(core, { ...caller, orgId: 99 }, "four@gate.test", async () => "ran"), "ran");
  });
});
