import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { readsBefore } from "../../../src/core/audit/queries.ts";
import { itemSet } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { createItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { merging } from "../../core/identity/merge-support.ts";
import { testApp } from "../../support/app.ts";
import { add, caller, freshEmail, type Rival, secondOrganisation, succeeded, type Values } from "./support.ts";
import { boxOffice, seats } from "./tickets/box-office.ts";
import { refusing } from "./tickets/refused.ts";

const app = await testApp();
const { core, reads } = app.parts;
const { ask, refused } = refusing(app);
const { buyer } = boxOffice(app);
const { merge } = merging(app);
let rival: Rival;
before(async () => {
  rival = await secondOrganisation(app);
});

for (const [cmd, flag] of [
  ["get_sth_status", "sth_status"],
  ["verify_ticket_in_item_set", "has_ticket"],
] as const)
  describe(cmd, () => {
    it("refuses with 5081, 9999 and 5089", async () => {
      await refused(cmd, { item_set: "STH" }, 5081, "acct_id: required, unless email");
      await refused(cmd, { acct_id: 6 }, 5081, "item_set: required");
      await refused(cmd, { acct_id: "me", item_set: "STH" }, 9999, "acct_id");
      await refused(cmd, { acct_id: 6, item_set: "x".repeat(21) }, 9999, "item_set");
      await refused(cmd, { email: "x".repeat(101), item_set: "STH" }, 9999, "email");
      await refused(cmd, { acct_id: 162045, item_set: "STH" }, 5089, "acct_id", 100);
      await refused(cmd, { email: "nobody@example.com", item_set: "STH" }, 5089, "email", 100);
      await refused(cmd, { acct_id: 6, item_set: "NOSET" }, 5089, "item_set", 100);
      assert.equal((await rival.send({ cmd, acct_id: 6, item_set: "STH" })).answer.result, 5089);
    });

    it("tells of an account by number and e-mail, and notes that its customer was read", async () => {
      const yes = { acct_id: 12345, [flag]: "Y" };
      for (const by of [
        { acct_id: "12345" },
        { email: " DogLover@invalid.null" },
        { acct_id: 12345, email: "nobody@example.com" },
      ])
        assert.partialDeepStrictEqual(succeeded(await app.command({ cmd, ...by, item_set: "sth" })), yes);
      await reads.flush();
      const noted = (await core.db.read(readsBefore, [1, null, null, 200, 162045])).filter((one) => one.call === cmd);
      assert.deepEqual(
        noted.flatMap((one) => one.customer_ids),
        [162045, 162045, 162045],
      );
    });

    it("says N of who has no ticket", async () => {
      const { acct_id } = await add(app.command);
      assert.partialDeepStrictEqual(await ask(cmd, { acct_id, item_set: "INET_SOLD" }), { result: 0, acct_id, [flag]: "N" });
      await createItem(core, caller, itemSet, { name: `EMPTY-${flag}` });
      assert.equal((await ask(cmd, { acct_id: 6, item_set: `EMPTY-${flag}` }))[flag], "N");
    });

    it("finds a merged customer's account", async () => {
      const email = freshEmail();
      const [stays, goes] = [await add(app.command), await add(app.command, { email })];
      await merge(stays.cust_name_id, goes.cust_name_id);
      for (const by of [{ acct_id: goes.acct_id }, { email }])
        assert.partialDeepStrictEqual(await ask(cmd, { ...by, item_set: "STH" }), { result: 0, [flag]: "N" });
    });
  });

describe("a single ticket", () => {
  it("counts for its event, and makes nobody a season ticket holder", async () => {
    const { accountId: acct_id } = await buyer("GAME03", seats("104", "N", 2, 1));
    const has = async (values: Values) => (await ask("verify_ticket_in_item_set", { acct_id, ...values })).has_ticket;
    for (const item_set of ["STH", "INET_SOLD", "INET_FORWARD"])
      assert.equal((await ask("get_sth_status", { acct_id, item_set })).sth_status, "N");
    assert.deepEqual(
      [await has({ item_set: "STH" }), await has({ item_set: "INET_FORWARD" }), await has({ item_set: "INET_SOLD" })],
      ["N", "Y", "Y"],
    );
    assert.deepEqual(
      [await has({ item_set: "INET_SOLD", event_name: "game03" }), await has({ item_set: "INET_SOLD", event_name: "GAME04" })],
      ["Y", "N"],
    );
    await refused(
      "verify_ticket_in_item_set",
      { acct_id, item_set: "STH", event_name: "NOEVENT" },
      5089,
      "item_set or event_name",
      100,
    );
  });

  it("of a plan counts for the plan and each of its events", async () => {
    const has = async (event_name: string) =>
      (await ask("verify_ticket_in_item_set", { acct_id: 6, item_set: "STH", event_name })).has_ticket;
    assert.deepEqual([await has("FULL"), await has("FULL16"), await has("GAME01")], ["Y", "Y", "Y"]);
  });
});
