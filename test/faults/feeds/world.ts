import { setTimeout as pause } from "node:timers/promises";
import { buildApp } from "../../../src/app.ts";
import { addToGroup } from "../../../src/core/accounts/groups.ts";
import { startSequencer } from "../../../src/core/audit/sequencer.ts";
import type { Core } from "../../../src/core/core.ts";
import { recordScans } from "../../../src/core/ticketing/access/scan.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { createParts } from "../../../src/parts.ts";
import type { ConnectionTarget } from "../../../src/platform/database/connection.ts";
import { caller } from "../../protocols/archtics/support.ts";
import { atsHeader } from "../../support/app.ts";
import { testConfig } from "../../support/config.ts";

/** A server on a database, with two sequencers that contend. */
export interface World {
  readonly core: Core;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  ask(values: object): Promise<any>;
  close(): Promise<void>;
}

export async function openWorld(target: ConnectionTarget): Promise<World> {
  const parts = createParts(testConfig.config(), target);
  const app = buildApp(parts);
  await app.ready();
  const fail = (error: unknown): never => {
    throw error;
  };
  const sequencers = [startSequencer(parts.core, fail), startSequencer(parts.core, fail)];
  return {
    core: parts.core,
    async ask(values) {
      const payload = JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } });
      const url = "/sth-buy/ticketing_services.aspx?dsn=apigee";
      const response = await app.inject({ method: "POST", url, headers: { apikey: "willcall-sandbox" }, payload });
      return response.json().command1;
    },
    async close() {
      await Promise.all(sequencers.map((one) => one.stop()));
      await app.close();
      await parts.close();
    },
  };
}

/** The same core, whose transactions stay open for a while before they commit: some long, most short. */
function slow(core: Core): Core {
  const transaction: Core["db"]["transaction"] = (work, commitment) =>
    core.db.transaction(async (tx) => {
      const result = await work(tx);
      await pause(Math.random() < 0.1 ? 150 * Math.random() : 12 * Math.random());
      return result;
    }, commitment);
  return { ...core, db: { ...core.db, transaction } };
}

/** What a writer may use up: seats and accounts, each once. */
export interface Supplies {
  readonly eventId: number;
  readonly ticketTypeId: number;
  readonly seats: { row: string; seat: number }[];
  readonly accounts: number[];
  made: number;
}

export type Feed = "sales" | "scans" | "accounts";

/** What was committed, by its mark in the feed. */
export type Committed = Record<Feed, Set<string>>;

export const nothing = (): Committed => ({ sales: new Set(), scans: new Set(), accounts: new Set() });

/** Writes so many things in turn, beside others. */
export async function write(core: Core, supplies: Supplies, count: number, committed: Committed): Promise<void> {
  const late = slow(core);
  for (let n = 0; n < count; n++) {
    const mark = `m${++supplies.made}`;
    const kind = (["sales", "scans", "accounts"] as const)[n % 3]!;
    if (kind === "sales") {
      const { row, seat } = supplies.seats.pop()!;
      const run = await findRun(core, 1, supplies.eventId, { section: "303", row, firstSeat: seat, seats: 1 });
      const lines = [{ run, priceCode: "C", ticketTypeId: supplies.ticketTypeId }];
      await sell(late, caller, { accountId: 6, lines, salesSource: mark });
      committed.sales.add(mark);
    } else if (kind === "scans") {
      const report = { barcode: mark, direction: "in", at: new Date(), offline: false } as const;
      await recordScans(late, caller, { eventId: supplies.eventId, reports: [report] });
      committed.scans.add(mark);
    } else {
      const accountId = supplies.accounts.pop()!;
      await addToGroup(late, caller, accountId, { groupId: 7, name: "Followed" });
      committed.accounts.add(String(accountId));
    }
  }
}
