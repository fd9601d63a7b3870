import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { releaseLease, takeLease } from "../../../../../src/core/audit/queries.ts";
import type { Core } from "../../../../../src/core/core.ts";
import { mergeCustomers } from "../../../../../src/core/identity/merge/merge.ts";
import { deleteCampaign } from "../../../../../src/core/loyalty/campaigns/delete.ts";
import { deactivateCampaign } from "../../../../../src/core/loyalty/campaigns/edit.ts";
import { findCampaign } from "../../../../../src/core/loyalty/campaigns/queries.ts";
import { startLedgerJobs } from "../../../../../src/core/loyalty/ledger/due/job.ts";
import { entriesOfBalances } from "../../../../../src/core/loyalty/ledger/due/queries.ts";
import { runDue } from "../../../../../src/core/loyalty/ledger/due/run.ts";
import { turnClockTo } from "../../../../../src/core/sandbox/clock.ts";
import { testClock } from "../../../../support/app.ts";
import { testDatabase } from "../../../../support/database.ts";
import { balances, breakBalance, dueEntries, raiseCampaign, waiting } from "./queries.ts";
import { depreciation, fee } from "./support.ts";
import { caller, campaignWith, coreOn, customerOf, did, organisation } from "./world.ts";

// In New York it is the last day of January.
const clock = testClock(new Date("2026-02-01T04:30:00Z"));
const core = coreOn(await testDatabase(), clock);
const monthly = { intervalCount: 1, intervalUnit: "months" } as const;
let [campaigns, customers, rules] = [1_000_000_000_000_100, 60_000, 200];

/** A customer of a new campaign with rules, who has earned something in it. */
async function member(type: "points" | "giftcard" | "buyx", amount: number, ...some: Parameters<typeof campaignWith>[3]) {
  const [campaignId, customerId] = [++campaigns, ++customers];
  await campaignWith(core, campaignId, type, some);
  await customerOf(core, customerId);
  await did(core, customerId, campaignId, { kind: "activity", amount, itemId: type === "buyx" ? 96 : 0 });
  return { campaignId, customerId };
}

const keyOf = (campaignId: number) => ({ campaignId, account: null, allowed: null });
const run = (through: string, on: Core = core) => runDue(on, organisation, { through });
const made = async ({ campaignId }: { campaignId: number }) =>
  (await core.db.read(dueEntries, [organisation.orgId, "9999-12-31"])).filter((one) => one.campaign === campaignId);
const standing = async ({ campaignId }: { campaignId: number }) =>
  (await core.db.read(balances, [organisation.orgId])).filter((one) => one.campaign === campaignId);

describe("nothing is made", () => {
  it("in a campaign that is not active, where it is looked for again tomorrow", async () => {
    const idle = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
    await deactivateCampaign(core, caller, keyOf(idle.campaignId));
    await run("2026-05-01");
    assert.deepEqual(await made(idle), []);
    assert.equal((await standing(idle))[0]!.due, "2026-05-02");
  });

  it("in one that was deleted, counts items or has no rules, nor is it ever looked for", async () => {
    const gone = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
    await deleteCampaign(core, caller, keyOf(gone.campaignId));
    const items = await member("buyx", 10, fee(++rules, { ...monthly, amount: 5 }));
    const free = await member("points", 100);
    await run("2026-05-01");
    for (const one of [gone, items, free]) {
      assert.deepEqual(await made(one), []);
      for (const { due } of await standing(one)) assert.equal(due, null);
    }
  });

  it("on the days before a merge, which were settled by then", async () => {
    const rule = depreciation(++rules, "transaction", { ...monthly, percentage: "10" });
    const { campaignId, customerId } = await member("giftcard", 100, rule);
    await customerOf(core, ++customers);
    await did(core, customers, campaignId, { kind: "activity", amount: 100, occurredAt: new Date("2025-10-05T12:00:00Z") });
    await mergeCustomers(core, caller, customerId, customers);
    await run("2026-02-28");
    assert.deepEqual(
      (await made({ campaignId })).map(({ customer, due, amount }) => [customer, due, amount]),
      [
        [customerId, "2026-02-05", -10],
        [customerId, "2026-02-28", -10],
      ],
    );
    assert.equal((await standing({ campaignId }))[0]!.balance, 180);
  });

  it("for a balance that is broken, which keeps nobody else from theirs", async () => {
    const sound = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
    const broken = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
    await core.db.run(breakBalance, [organisation.orgId, broken.customerId, broken.campaignId]);
    await assert.rejects(run("2026-02-28"));
    assert.deepEqual([(await made(broken)).length, (await made(sound)).length], [0, 1]);
    await deleteCampaign(core, caller, keyOf(broken.campaignId));
  });
});

/** Whether a process has the jobs. */
async function assertHeld(held: boolean): Promise<void> {
  const other = core.ids.uuid();
  const [taken] = await core.db.run(takeLease, ["ledger-jobs", other, new Date(), new Date()]);
  assert.equal(taken === undefined, held);
  if (taken) await core.db.run(releaseLease, ["ledger-jobs", other]);
}

describe("what is due", () => {
  it("is entered at the beginning of its day where the organisation is, and the day to look again is set", async () => {
    const rule = fee(++rules, { ...monthly, amount: 30, description: "Keeping" });
    const one = await member("giftcard", 70, rule, depreciation(++rules, "transaction", { ...monthly, percentage: "10" }));
    await run("2026-03-31");
    const common = { customer: one.customerId, campaign: one.campaignId };
    const lost = { ...common, rule: rules, kind: "depreciation", description: null };
    const charged = { ...common, rule: rule.ruleId, kind: "fee", description: "Keeping" };
    const [february, march] = [
      { due: "2026-02-28", at: new Date("2026-02-28T05:00:00Z") },
      { due: "2026-03-31", at: new Date("2026-03-31T04:00:00Z") },
    ];
    const byDay = (await made(one)).sort((a, b) => a.due.localeCompare(b.due) || a.kind.localeCompare(b.kind));
    assert.deepEqual(byDay, [
      { ...lost, ...february, amount: -7 },
      { ...charged, ...february, amount: -30 },
      { ...lost, ...march, amount: -3 },
      { ...charged, ...march, amount: -30 },
    ]);
    const item = { ...common, item: 0 };
    assert.deepEqual(await standing(one), [{ ...item, balance: 0, cumulative: 70, due: "2026-04-30", total: 0 }]);
  });

  it("is made once, whoever works at the same time", async () => {
    const one = await member("points", 1_000, fee(++rules, { intervalCount: 1, intervalUnit: "days", amount: 2 }));
    await Promise.all(Array.from({ length: 5 }, () => run("2026-05-11")));
    assert.equal((await made(one)).length, 100);
    assert.deepEqual(
      (await standing(one)).map(({ balance, total }) => [balance, total]),
      [[800, 800]],
    );
  });

  it("is worked out anew when the campaign has changed meanwhile", async () => {
    const one = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
    let changed = false;
    const read: typeof core.db.read = async (wanted, values) => {
      const rows = await core.db.read(wanted, values);
      const isIt = (wanted as unknown) === findCampaign && values[1] === one.campaignId;
      if (isIt && !changed) await core.db.run(raiseCampaign, [organisation.orgId, one.campaignId]);
      changed ||= isIt;
      return rows;
    };
    await run("2026-02-28", { ...core, db: { ...core.db, read } });
    assert.ok(changed);
    assert.equal((await made(one)).length, 1);
  });

  it("is looked for at once when something is told late or taken back", async () => {
    const one = await member("points", 100, depreciation(++rules, "transaction", { ...monthly, percentage: "50" }));
    await did(core, one.customerId, one.campaignId, {
      kind: "activity",
      amount: 60,
      occurredAt: new Date("2025-12-15T12:00:00Z"),
    });
    assert.equal((await standing(one))[0]!.due, "2026-01-31");
    await run("2026-01-31");
    assert.deepEqual(
      (await made(one)).map(({ due, amount }) => [due, amount]),
      [["2026-01-15", -30]],
    );
    assert.equal((await standing(one))[0]!.due, "2026-02-15");
  });

  it("forgets no day to look again that somebody else names meanwhile", async () => {
    const one = await member("points", 100, depreciation(++rules, "transaction", { ...monthly, percentage: "50" }));
    let late: Promise<unknown> | undefined;
    const deadline = Date.now() + 10_000;
    const told = new Date("2026-01-20T12:00:00Z");
    const transaction: typeof core.db.transaction = (work, commitment) =>
      core.db.transaction(
        (tx) =>
          work({
            ...tx,
            async query(wanted, values) {
              const rows = await tx.query(wanted, values);
              if ((wanted as unknown) !== entriesOfBalances || late) return rows;
              let over = false;
              late = did(core, one.customerId, one.campaignId, { kind: "activity", amount: 60, occurredAt: told });
              late = late.finally(() => (over = true));
              while (!over && (await core.db.read(waiting, []))[0]!.count === 0) assert.ok(Date.now() < deadline);
              return rows;
            },
          }),
        commitment,
      );
    await run("2026-02-28", { ...core, db: { ...core.db, transaction } });
    await late;
    await run("2026-02-28");
    assert.deepEqual(
      (await made(one)).map(({ due, amount }) => [due, amount]),
      [
        ["2026-02-20", -30],
        ["2026-02-28", -50],
      ],
    );
  });

  it("goes by the clock of the organisation", async () => {
    const one = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
    await runDue(core, organisation);
    assert.deepEqual(await made(one), []);
    await turnClockTo(core, organisation.orgId, 59 * 86_400_000);
    await runDue(core, organisation);
    assert.deepEqual(
      (await made(one)).map(({ due }) => due),
      ["2026-02-28", "2026-03-31"],
    );
    await turnClockTo(core, organisation.orgId, 0);
  });

  it("is made by one process's jobs at a time, and by another's as soon as they stop", async () => {
    const errors: unknown[] = [];
    const start = () => startLedgerJobs(core, (error) => errors.push(error));
    for (const day of ["2026-02-28", "2026-03-31"]) {
      const one = await member("points", 100, fee(++rules, { ...monthly, amount: 5 }));
      clock.set(new Date(`${day}T12:00:00Z`));
      const jobs = start();
      try {
        const deadline = Date.now() + 10_000;
        while ((await standing(one))[0]!.due! <= day) assert.ok(Date.now() < deadline, String(errors[0]));
        await assertHeld(true);
      } finally {
        await jobs.stop();
      }
      await assertHeld(false);
    }
    assert.deepEqual(errors, []);
  });
});
