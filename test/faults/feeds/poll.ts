import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Feed, World } from "./world.ts";

interface Asked {
  readonly cmd: string;
  readonly list: string;
  readonly mark: (row: Record<string, unknown>) => string;
}

/** The feeds that are followed, and what tells their rows apart. */
export const feeds: Readonly<Record<Feed, Asked>> = {
  sales: { cmd: "get_ticket_sales", list: "tickets", mark: (row) => String(row.sales_source_name) },
  scans: { cmd: "get_attendance_incremental", list: "attendance", mark: (row) => String(row.barcode) },
  accounts: { cmd: "get_accounts_with_updates", list: "accounts", mark: (row) => String(row.acct_id) },
};

/** Somebody who follows a feed: where they are, and how often they have seen each mark. */
export interface Poller {
  readonly feed: Feed;
  readonly by: "cursor" | "time";
  at: Record<string, string>;
  readonly seen: Map<string, number>;
}

/** One look: all that is new, page by page. */
export async function look(world: World, poller: Poller): Promise<void> {
  const { cmd, list, mark } = feeds[poller.feed];
  const since = poller.at;
  for (let page = 0; ; page++) {
    const paged = poller.by === "time" ? { page: String(page), count: 20 } : { count: 3 };
    const answer = await world.ask({ cmd, ...(poller.by === "time" ? since : poller.at), ...paged });
    assert.ok(answer.result === 0 || answer.sql_code === 100, JSON.stringify(answer));
    for (const row of answer[list] ?? []) poller.seen.set(mark(row), (poller.seen.get(mark(row)) ?? 0) + 1);
    if (poller.by === "cursor") poller.at = { cursor: answer.cursor };
    else if (answer.next_start_datetime) poller.at = { start_datetime: answer.next_start_datetime };
    if (answer.more !== "Y") return;
  }
}

/** Looks every few milliseconds until it is over. */
export async function follow(world: World, poller: Poller, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await look(world, poller);
    await pause(3);
  }
}
