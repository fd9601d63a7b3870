import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { moveSealedCounter } from "../../../src/core/audit/queries.ts";
import { sealChanges } from "../../../src/core/audit/seals.ts";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import { addCustomer } from "../../../src/core/customers/add.ts";
import { blankCustomer } from "../../../src/core/customers/customer.ts";
import { replaceCustomer } from "../../../src/core/customers/update.ts";
import { numbersCheck } from "../../../src/core/verify/change-log.ts";
import type { Verified } from "../../../src/core/verify/check.ts";
import { checks } from "../../../src/core/verify/checks.ts";
import { runCheck } from "../../../src/core/verify/run.ts";
import { createCore } from "../../../src/parts.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { openDatabase } from "../../../src/platform/database/database.ts";
import { atOneMoment } from "../../../src/platform/database/one-moment.ts";
import { loadPepper } from "../../../src/platform/secrets/pepper.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { testConfig } from "../../support/config.ts";
import { testDatabase } from "../../support/database.ts";
import * as plant from "./queries.ts";

const pepper = testConfig.env.PEPPER;
const other = `1:${Buffer.alloc(32, "other").toString("base64")}`;
const second = `2:${Buffer.alloc(32, "second").toString("base64")}`;

interface Scene {
  /** Done to the sandbox, whose customer 2 was changed once, before its changes are sealed. */
  readonly before?: readonly string[];
  /** Done when everything is numbered and sealed. */
  readonly after?: readonly string[];
  readonly pepper?: string;
}

/** What the checks find, each sentence with its check's name in front. */
async function found({ before = [], after = [], pepper: text = pepper }: Scene): Promise<string[]> {
  const target = await testDatabase();
  const db = openDatabase(target, { writers: 2, readers: 2 });
  const client = await connect(target, "test", { pipeline: false } as never);
  try {
    const core = createCore(testConfig.config(), db);
    const replace = () => ({ data: { ...blankCustomer, familyName: "Replaced" }, email: null });
    const rest = { alternateIds: [], externalId1: null, externalId2: null, otherInfo: {} };
    await replaceCustomer(core, caller, [], { accountId: 6, replace, email: null, ...rest });
    while ((await numberCommitted(core, 1)) > 0);
    for (const one of before) await client.query(one);
    await sealChanges(core);
    for (const one of after) await client.query(one);
    const faults: string[] = [];
    for (const { name, faults: find } of checks)
      for await (const fault of find({ db, pepper: loadPepper("/nowhere", text) })) faults.push(`${name}: ${fault}`);
    return faults;
  } finally {
    await client.end();
    await db.close();
  }
}

describe("the checks of a database", () => {
  it("find nothing where nothing is wrong", async () => assert.deepEqual(await found({}), []));

  it("take a change that has no number yet for what it is", async () => {
    const after = [plant.customerWithoutNumber, plant.pullCounterBack, ...plant.unsealed];
    assert.deepEqual(await found({ after }), []);
  });

  it("find nothing in what comes while they look at one moment, and can't change anything", async () => {
    const target = await testDatabase();
    const db = openDatabase(target, { writers: 2, readers: 2 });
    const core = createCore(testConfig.config(), db);
    const numbered = async () => {
      while ((await numberCommitted(core, 1)) > 0);
    };
    await numbered();
    await sealChanges(core);
    /** The check as it goes when a customer is added, and their change numbered, right behind its first look. */
    const meanwhile = async (read: Verified["db"]["read"]) => {
      let added = false;
      const busy: Verified["db"]["read"] = async (one, values) => {
        const rows = await read(one, values);
        if (one.name !== "verify-change-counter" || added) return rows;
        added = true;
        await addCustomer(core, caller, [], {
          data: { ...blankCustomer, familyName: "Late" },
          email: null,
          alternateIds: [],
          pin: null,
        });
        await numbered();
        return rows;
      };
      const pepperOf = loadPepper("/nowhere", pepper);
      const { shown } = await runCheck(numbersCheck, { db: { read: busy }, pepper: pepperOf }, { mostShown: 9 });
      return { added, shown };
    };
    try {
      const { signal } = new AbortController();
      assert.deepEqual(await atOneMoment(target, signal, ({ read }) => meanwhile(read)), { added: true, shown: [] });
      assert.match((await meanwhile(db.read)).shown.join(), /there is a change \d+, and the counter stands at/);
      const changing = atOneMoment(target, signal, ({ read }) => read(moveSealedCounter, [1, 0]));
      await assert.rejects(changing, ({ cause }: Error) => /read-only transaction/.test((cause as Error).message));
    } finally {
      await db.close();
    }
  });

  for (const [what, scene, ...wanted] of [
    ["another pepper", { pepper: other }, /^pepper: version 1 of the pepper is not the one/],
    ["a pepper without the version that was used", { pepper: second }, /^pepper: the pepper lacks version 1/],
    [
      "a missing change",
      { after: plant.dropChange },
      /^change-numbers: .*of the changes 1 to \d+, 1 are missing/,
      /^seals: .*are missing or were added/,
      /^versions: .*customer 2 has version 2, and the change log ends with 1/,
    ],
    ["a counter that is ahead", { after: [plant.moveCounter] }, /^change-numbers: .*1 are missing/],
    ["a counter that is behind", { after: [plant.pullCounterBack] }, /^change-numbers: .*there is a change \d+, and the counter/],
    ["a counter that is gone", { after: [plant.dropCounter] }, /^change-numbers: .*has no counter/],
    ["seals that are gone", { after: [plant.dropSeal] }, /^change-numbers: .*the last seal is of 0/],
    ["a change that was altered", { after: [plant.alterAction] }, /^seals: .*are not those that were sealed/],
    [
      "values that were altered",
      { after: [plant.alterValues] },
      /^seals: .*the values of change \d+ were altered/,
      /^audit-trail: .*the values of part 1 of the write \S+ were altered/,
    ],
    [
      "values that were altered before they were sealed",
      { before: [plant.alterValues] },
      /^seals: /,
      /^audit-trail: .*the values of part 1 of the write \S+ were altered/,
    ],
    [
      "a change that begins elsewhere",
      { before: [plant.alterBeginning] },
      /^audit-trail: .*customer 2's familyName was something else/,
    ],
    [
      "a version that is missing",
      { before: [plant.skipVersion] },
      /^audit-trail: .*customer 2 goes to version 3 instead of 2/,
      /^versions: .*customer 2 has version 2, and the change log ends with 3/,
    ],
    [
      "versions in the wrong order",
      { before: plant.swapNumbers },
      /^audit-trail: .*version 2 of customer 2 comes before an earlier one/,
    ],
    [
      "a change of something that is not there",
      { after: plant.ghost },
      /^audit-trail: .*the change log tells of customer 777777, which is not there/,
    ],
    [
      "a row that was changed without a word",
      { after: [plant.raiseCustomer] },
      /^versions: .*customer 2 has version 3.*ends with 2/,
    ],
    [
      "who was merged away and has identifiers",
      { after: plant.mergedWithAll },
      /^merges: .*customer 1408 was merged away and has id/,
    ],
    [
      "who was merged into one who was",
      { after: plant.mergedOn },
      /^merges: .*customer 365 was merged away, and no merge that stands says so/,
      /^merges: .*customer 1408 was merged into one who was merged away/,
      /^merges: .*by the merge \S+ customer 1408 leads to 2, and leads to 365/,
    ],
    [
      "who was merged away and is on an account",
      { after: plant.mergedOnAccount },
      /^merges: .*customer 2 was merged away and is on/,
    ],
    [
      "seats that are not what was done to them",
      { after: plant.seats },
      /^seats: .*EVENT01: seat 1 of row \d+ is not what its last move made of it/,
      /^seats: .*EVENT02: seat 1 .* not what its last move/,
      /^seats: .*EVENT03: seat 1 .* not what its last move/,
      /^seats: .*EVENT04: seat 1 .* has no barcode/,
      /^seats: .*EVENT05: seat 1 .* fewer turns/,
      /^seats: .*GAME01: seat 3 .* order line/,
      /^seats: .*GAME01: seat 4 .* order line/,
    ],
    [
      "moves that were altered, and one that nothing tells of",
      { before: plant.moves },
      /^seat-moves: .*move \d+ was altered/,
      /^seat-moves: .*move \d+ is said to be of another write/,
      /^seat-moves: .*the change log does not tell of move \d+/,
      /^seat-moves: .*move \d+ is said to be of another write/,
    ],
    ["an account that nothing tells of", { after: [plant.untoldAccount] }, /^versions: .*does not tell of account 888888/],
    ["a delivery that nothing tells of", { after: [plant.untoldDelivery] }, /^versions: .*does not tell of delivery 999999/],
  ] as readonly [string, Scene, ...RegExp[]][]) {
    it(`find ${what}`, async () => {
      const faults = await found(scene);
      assert.equal(faults.length, wanted.length, faults.join("\n"));
      for (const [i, pattern] of wanted.entries()) assert.match(faults[i]!, pattern);
    });
  }
});
