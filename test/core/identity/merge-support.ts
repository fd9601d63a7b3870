import assert from "node:assert/strict";
import { auditTrail } from "../../../src/core/audit/feed.ts";
import { replay } from "../../../src/core/audit/replay.ts";
import { sealChanges } from "../../../src/core/audit/seals.ts";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import type { Caller } from "../../../src/core/core.ts";
import { changeCustomer, type HeldCustomer, type NextCustomer } from "../../../src/core/customers/change.ts";
import { findRecord } from "../../../src/core/customers/record.ts";
import { mergeCustomers } from "../../../src/core/identity/merge/merge.ts";
import { undoMerge } from "../../../src/core/identity/merge/undo.ts";
import { Refusal, type RefusalFacts, type RefusalName } from "../../../src/core/refusal.ts";
import { checks } from "../../../src/core/verify/checks.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { loadPepper } from "../../../src/platform/secrets/pepper.ts";
import type { TestApp } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";
import { auditedState } from "../audit/state.ts";
import { accounts, customers, deliveries, identifiers, lockWithoutWaiting, names, waiting } from "./queries.ts";

export const caller: Caller = {
  orgId: 1,
  timeZone: "UTC",
  keyId: null,
  userName: null,
  protocol: "command-line",
  call: "test",
  requestId: "test",
};

const tables = { customers, identifiers, names, accounts, deliveries } as const;
export type Snapshot = Record<keyof typeof tables, unknown[]>;

/** What a test does with an organisation's merges. */
export function merging({ parts, target }: Pick<TestApp, "parts" | "target">) {
  const { core } = parts;
  const query = async (text: string, values: unknown[] = []) => {
    const client = await connect(target, "test");
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    core,
    query,
    merge: async (survivor: number, loser: number) => (await mergeCustomers(core, caller, survivor, loser)).mergeId,
    undo: (mergeId: string) => undoMerge(core, caller, mergeId),
    record: async (customerId: number) => (await findRecord(core, caller, { customerId }))!,
    change: (customerId: number, change: (held: HeldCustomer) => Partial<NextCustomer>) =>
      changeCustomer(core, caller, customerId, (held) => ({
        data: held.data,
        identifiers: held.identifiers,
        nameOptional: true,
        ...change(held),
      })),
    /** All rows of some customers, but for versions, times of change and logs. */
    async snapshot(ids: readonly number[]): Promise<Snapshot> {
      const read = await Promise.all(Object.values(tables).map((text) => query(text, [1, ids])));
      return Object.fromEntries(Object.keys(tables).map((name, i) => [name, sorted(read[i]!)])) as Snapshot;
    },
    /** Asserts that the audit trail tells everything as it is, and that no check of the database finds anything. */
    async assertSound(): Promise<void> {
      while ((await numberCommitted(core, 1)) > 0);
      await sealChanges(core);
      const { entities, erased, faults } = await replay(auditTrail(core, 1, 500));
      assert.deepEqual(faults, []);
      const state = await auditedState(target, 1);
      for (const [name, told] of state) {
        const known = Object.entries(told).filter(([field]) => !erased.get(name)?.has(field));
        assert.deepEqual(withoutNone(entities.get(name) ?? {}), Object.fromEntries(known), name);
      }
      const pepper = loadPepper("/nowhere", testConfig.env.PEPPER);
      for (const { name, faults: find } of checks)
        for await (const fault of find({ db: core.db, pepper })) assert.fail(`${name}: ${fault}`);
    },
  };
}

/** A password that was taken away is none, as one that never was. */
const withoutNone = (told: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(told).filter(([field, value]) => value !== "none" || field === "pin"));

/** The grams have no order. */
const sorted = (rows: Record<string, unknown>[]): unknown[] =>
  rows.map((row) => (Array.isArray(row.grams) ? { ...row, grams: [...row.grams].sort() } : row));

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<[RefusalName, RefusalFacts]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refusal) return [error.refusal, error.facts];
    throw error;
  }
  return assert.fail("nothing was refused");
}

/** Somebody else, whose transaction has run a statement and is not over. */
export async function holding(target: TestApp["target"], text: string, values: unknown[]) {
  const client = await connect(target, "test");
  await client.query("BEGIN");
  await client.query(text, values);
  return {
    /** Comes back when the call waits for this holder, or has ended; says whether it waits. */
    async isAwaitedBy(call: Promise<unknown>): Promise<boolean> {
      let ended = false;
      call.then(
        () => (ended = true),
        () => (ended = true),
      );
      while (!ended) if ((await client.query(waiting)).rows.length > 0) return true;
      return false;
    },
    lock: (id: number) => client.query(lockWithoutWaiting, [id]),
    async letGo(): Promise<void> {
      await client.query("COMMIT");
      await client.end();
    },
  };
}
