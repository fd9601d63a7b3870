import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { addKey, directoryCatchesUp } from "./organisations.ts";
import { addressed, assertRefused, client, freshRef, post, sandbox, succeeded } from "./support.ts";

const clock = testClock();
const test = await testApp({ clock });
const unlimited = client(test);
const get = { customer_id: 1408 };

describe("a key's limit", () => {
  before(async () => {
    await addKey(test, "three", { key: "THREE", callsPerMinute: 3 });
    await addKey(test, "also three", { key: "ALSO-THREE", callsPerMinute: 3 });
    await directoryCatchesUp();
  });

  it("is 120 calls a minute by default: the 121st is told 205, and the minute after serves again", async () => {
    const by = client(test, addressed);
    await by.open();
    for (let call = 2; call <= 120; call++) succeeded(await by.getCustomer(get));
    for (let call = 121; call <= 123; call++) assertRefused(await by.getCustomer(get), 205);
    assertRefused(await post(test, "GetSessionToken", { key: addressed.key, company_id: 9001 }, addressed), 205);
    clock.pass(59_000);
    assertRefused(await by.getCustomer(get), 205);
    clock.pass(2_000);
    for (let call = 1; call <= 120; call++) succeeded(await by.getCustomer(get));
    assertRefused(await by.getCustomer(get), 205);
  });
  it("counts calls at once no less", async () => {
    clock.pass(61_000);
    const by = client(test, addressed);
    await by.open();
    const answers = await Promise.all(Array.from({ length: 200 }, () => by.getCustomer(get)));
    const served = answers.filter(({ code }) => code === 101).length;
    assert.equal(served, 119);
    for (const one of answers) if (one.code !== 101) assertRefused(one, 205);
  });
  it("may be the key's own, and is of the key, over all of its sessions", async () => {
    const [one, two] = [client(test, { ...sandbox, key: "THREE" }), client(test, { ...sandbox, key: "THREE" })];
    await one.open();
    await two.open();
    succeeded(await one.getCustomer(get));
    assertRefused(await two.getCustomer(get), 205);
    assertRefused(await one.getCustomer(get), 205);
    succeeded(await client(test, { ...sandbox, key: "ALSO-THREE" }).getCustomer(get));
  });
  it("refuses a call before it does anything", async () => {
    const by = client(test, { ...sandbox, key: "ALSO-THREE" });
    clock.pass(61_000);
    await by.open();
    for (let call = 2; call <= 3; call++) await by.getCustomer(get);
    const external_customer_ref = freshRef();
    assertRefused(await by.createCustomer({ external_customer_ref }), 205);
    assertRefused(await unlimited.getCustomer({ external_customer_ref }), 401);
  });
  it("is also one of calls under way: what comes while there are as many is told 205, and does nothing", async () => {
    const bounded = await testApp({ config: { keyConcurrency: 2 } });
    const by = client(bounded);
    await by.open();
    const refs = Array.from({ length: 20 }, freshRef);
    const answers = await Promise.all(refs.map((external_customer_ref) => by.createCustomer({ external_customer_ref })));
    const made = answers.map(({ code }) => code === 101);
    assert.equal(made.filter(Boolean).length, 2);
    for (const [i, one] of answers.entries()) {
      if (!made[i]) assertRefused(one, 205);
      const found = await by.getCustomer({ external_customer_ref: refs[i] });
      if (made[i]) succeeded(found);
      else assertRefused(found, 401);
    }
  });
  it("is none for the sandbox's first key", async () => {
    for (let call = 1; call <= 250; call++) succeeded(await unlimited.getCustomer(get));
  });
});
