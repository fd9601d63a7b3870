import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import {
  add,
  assertRefused,
  freshEmail,
  look,
  secondOrganisation,
  succeeded,
  unchanged,
  update,
  type Values,
} from "./support.ts";

const test = await testApp();
const { command } = test;
const query = (acct_id: number, pin: string) => command({ cmd: "customer_query", acct_id, pin });
const lock = (acct_id: number, lock_account: string, more: Values) =>
  command({ cmd: "customer_update", lock_account, customer: { acct_id }, ...more });
const system = { call_reason: "S" };

describe("locking an account refuses", () => {
  it("no acct_id: 5021", async () => {
    for (const way of ["L", "U"]) {
      const values = { cmd: "customer_update", lock_account: way, customer: {}, pin: "1234" };
      assertRefused(await command(values), 5021, "acct_id");
      assertRefused(await command({ ...values, ...system }), 5021, "acct_id");
    }
  });
  it("neither pin nor call_reason S: 5031", async () => {
    const { acct_id } = await add(command);
    for (const way of ["L", "U"]) assertRefused(await lock(acct_id, way, {}), 5031, "pin");
    succeeded(await query(acct_id, "1234"));
  });
  it("an unknown account: 5034", async () => {
    for (const way of ["L", "U"]) {
      assertRefused(await lock(999999, way, { pin: "1234" }), 5034, "acct_id");
      assertRefused(await lock(999999, way, system), 5034, "acct_id");
    }
  });
  it("a wrong PIN: 5033, which counts", async () => {
    const { acct_id } = await add(command);
    assertRefused(await lock(acct_id, "L", { pin: "wrong" }), 5033);
    assertRefused(await lock(acct_id, "U", { pin: "wrong" }), 5033);
    assert.equal((await query(acct_id, "wrong")).answer.logon_attempts, 3);
    succeeded(await query(acct_id, "1234"));
  });
  it("a consumer's unlocking: 5020, whatever the PIN", async () => {
    const { acct_id } = await add(command);
    succeeded(await lock(acct_id, "L", { pin: "1234" }));
    for (const pin of ["1234", "wrong"]) assertRefused(await lock(acct_id, "U", { pin }), 5020);
    assertRefused(await query(acct_id, "1234"), 5020);
  });
  it("another organisation's account: 5034, and locks only its own", async () => {
    const rival = await secondOrganisation(test);
    const theirs = await add(rival.send);
    assert.equal(theirs.acct_id, 12345);
    const away = { cmd: "customer_update", lock_account: "L", customer: { acct_id: 4444 }, ...system };
    assertRefused(await rival.send(away), 5034, "acct_id");
    succeeded(await rival.send({ ...away, customer: { acct_id: 12345 } }));
    assertRefused(await rival.send({ cmd: "customer_query", acct_id: 12345, pin: "1234" }), 5020);
    succeeded(await query(12345, "2468"));
    succeeded(await query(4444, "4444"));
  });
});

describe("locking an account", () => {
  for (const [way, more] of Object.entries({ "with the PIN": { pin: "1234" }, "for the system": system }))
    it(`locks ${way}; U for the system unlocks`, async () => {
      const { acct_id } = await add(command);
      assert.deepEqual(succeeded(await lock(acct_id, "l", more)), { cmd: "customer_update", result: 0, sql_code: 0 });
      assertRefused(await query(acct_id, "1234"), 5020);
      assertRefused(await query(acct_id, "wrong"), 5020);
      const customer = { acct_id, name_last: "Changed" };
      assertRefused(await command({ cmd: "customer_update", pin: "1234", customer }), 5020);
      succeeded(await lock(acct_id, "L", system));
      succeeded(await lock(acct_id, "u", system));
      assert.equal(succeeded(await query(acct_id, "1234")).customer.name_last, "Fresh");
    });

  it("reads nothing else", async () => {
    const email = freshEmail();
    const { acct_id } = await add(command, { email, city: "Reston" }, { other_info_1: "one" });
    const customer = {
      acct_id,
      email: "none",
      name_first: "n".repeat(99),
      birth_date: "x",
      alt_id_array: [{ alt_id_type: "NOPE" }],
    };
    const more = { customer, other_info_1: "changed", new_pin: "5678", name_type: "C" };
    await unchanged(command, acct_id, async () => {
      succeeded(await lock(acct_id, "L", { pin: "1234", ...more }));
      succeeded(await lock(acct_id, "U", { ...system, ...more }));
      succeeded(await lock(acct_id, "U", { pin: "1234", ...more }));
    });
    succeeded(await query(acct_id, "1234"));
  });

  it("is not done by N", async () => {
    const { acct_id } = await add(command);
    succeeded(await update(command, acct_id, { city: "Reston" }, { lock_account: "N" }));
    assert.equal(succeeded(await query(acct_id, "1234")).customer.city, "Reston");
  });

  it("leaves the account to the system as any other", async () => {
    const { acct_id } = await add(command);
    const before = await look(command, acct_id);
    succeeded(await lock(acct_id, "L", system));
    assert.deepEqual(await look(command, acct_id), before);
    succeeded(await update(command, acct_id, { city: "Reston" }));
    assert.equal((await look(command, acct_id)).customer.city, "Reston");
    assertRefused(await query(acct_id, "1234"), 5020);
  });

  it("by wrong PINs ends with U for the system, which zeroes the counter", async () => {
    const { acct_id } = await add(command);
    for (let n = 1; n <= 5; n++) assert.equal((await query(acct_id, "wrong")).answer.logon_attempts, n);
    assertRefused(await query(acct_id, "1234"), 5020);
    succeeded(await lock(acct_id, "U", system));
    assert.equal((await query(acct_id, "wrong")).answer.logon_attempts, 1);
    succeeded(await query(acct_id, "1234"));
  });

  it("U for the system zeroes the counter of one that is not locked", async () => {
    const { acct_id } = await add(command);
    for (let n = 1; n <= 4; n++) await query(acct_id, "wrong");
    succeeded(await lock(acct_id, "U", system));
    assert.equal((await query(acct_id, "wrong")).answer.logon_attempts, 1);
  });
});
