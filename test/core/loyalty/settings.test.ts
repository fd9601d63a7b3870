import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { auditTrail } from "../../../src/core/audit/feed.ts";
import { replay } from "../../../src/core/audit/replay.ts";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Caller } from "../../../src/core/core.ts";
import { addAccountId, changeDetails } from "../../../src/core/loyalty/details.ts";
import { changeUser, makeUser, removeUser } from "../../../src/core/loyalty/users/change.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { trailCheck } from "../../../src/core/verify/audit-trail.ts";
import { versionsCheck } from "../../../src/core/verify/versions.ts";
import { testApp } from "../../support/app.ts";

const { parts } = await testApp();
const { core, directory } = parts;
const caller: Caller = {
  orgId: 1,
  timeZone: "UTC",
  keyId: null,
  userName: "tester",
  protocol: "command-line",
  call: "test",
  requestId: "test",
};

/** Every change of the settings so far, as the trail has it. */
async function told() {
  while ((await numberCommitted(core, 1)) > 0);
  const changes = [];
  for await (const one of auditTrail(core, 1)) if (one.entity === "loyalty-account") changes.push(one);
  return changes;
}

async function* listed<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

const refusedAs = (refusal: string) => (error: unknown) => error instanceof Refusal && error.refusal === refusal;

describe("a change of the settings", () => {
  it("that is refused or changes nothing leaves nothing behind", async () => {
    await assert.rejects(changeUser(core, caller, null, "nobody", { givenName: "x" }), refusedAs("loyalty-user-not-found"));
    await assert.rejects(removeUser(core, caller, null, "john1970"), refusedAs("last-administrator"));
    await assert.rejects(addAccountId(core, caller, "no spaces"), /^Error: account id: 1 to 64/);
    await assert.rejects(addAccountId(core, caller, "GreatWidgets"), /^Error: account id: greatwidgets is taken$/);
    await changeDetails(core, caller, {});
    await changeUser(core, caller, null, "kiosk1", { givenName: "Kiosk" });
    assert.deepEqual(await told(), []);
  });

  it("is told by version, the first one with all that was there before", async () => {
    await changeDetails(core, caller, { details: { businessCity: "Utica" }, ownerEmail: "owner@widgets.net" });
    const [first] = await told();
    assert.deepEqual([first!.entity_id, first!.version, first!.action], [1, 1, "account-changed"]);
    const values = JSON.parse(first!.field_values!);
    assert.deepEqual(values.businessCity, [null, "Utica"]);
    assert.deepEqual(values.accountIds, [null, ["1111222233334444", "greatwidgets"]]);
    assert.equal(values["user kiosk1"][1].role, "clerk");
    assert.equal(values["customer field 2"][1].type, "list");
  });

  it("afterwards tells what it changed and nothing else, and of secrets that they are set", async () => {
    await makeUser(core, caller, null, "a,b", { role: "clerk", password: "a-long-secret", pin: "5544" });
    await changeUser(core, caller, null, "a,b", { password: "another-secret" });
    await changeUser(core, caller, null, "a,b", { role: "observer", pin: null });
    await changeUser(core, caller, null, "a,b", { renewsKeys: true });
    await removeUser(core, caller, null, "a,b");
    await addAccountId(core, caller, "Third_Name");
    const changes = (await told()).slice(1);
    const values = changes.map(({ field_values: text }) => JSON.parse(text!));
    assert.ok(values.slice(0, 5).every((one) => JSON.stringify(Object.keys(one)) === '["user a%2Cb"]'));
    const [made, renewed, changed, rekeyed, removed] = values.map((one) => one["user a%2Cb"]);
    assert.deepEqual([made[0], made[1].password, made[1].pin], [null, "set", "set"]);
    for (const same of [renewed, rekeyed]) assert.deepEqual(same[0], same[1]);
    assert.deepEqual([changed[1].role, changed[1].pin], ["observer", "none"]);
    assert.deepEqual(removed, [changed[1], null]);
    assert.deepEqual(values.at(-1), {
      accountIds: [
        ["1111222233334444", "greatwidgets"],
        ["1111222233334444", "greatwidgets", "third_name"],
      ],
      accounts: [
        [{ account: 1, accountIds: ["1111222233334444", "greatwidgets"] }],
        [{ account: 1, accountIds: ["1111222233334444", "greatwidgets", "third_name"] }],
      ],
    });
    assert.doesNotMatch(JSON.stringify(changes), /secret|5544|argon/);
    assert.deepEqual(
      changes.map(({ version }) => version),
      [2, 3, 4, 5, 6, 7],
    );
  });

  it("one after the other when many come at once, so that the trail is whole", async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => makeUser(core, caller, null, `many-${i}`, { role: "clerk", pin: `${i}` })),
    );
    await Promise.all(Array.from({ length: 12 }, (_, i) => changeDetails(core, caller, { details: { agency: `a-${i}` } })));
    const changes = await told();
    assert.deepEqual(
      changes.map(({ version }) => version),
      changes.map((_, i) => i + 1),
    );
    const { entities, faults } = await replay(listed(changes));
    assert.deepEqual(faults, []);
    assert.equal(Object.keys(entities.get("loyalty-account 1")!).filter((one) => one.startsWith("user many-")).length, 12);
    for (const check of [trailCheck, versionsCheck])
      for await (const fault of check.faults({ db: core.db } as never)) assert.fail(`${check.name}: ${fault}`);
  });

  it("is heard of by the directory within a second", async () => {
    assert.equal((await directory.loyaltyAccount(1))?.language, "en");
    await changeDetails(core, caller, { language: "fr" });
    await directory.refresh();
    assert.equal((await directory.loyaltyAccount(1))?.language, "fr");
  });
});
