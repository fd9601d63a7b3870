import { event } from "../../../../src/core/ticketing/catalogue/kinds/events.ts";
import { ticketType } from "../../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../../../src/core/ticketing/catalogue/read.ts";
import { findRun, type NamedRun } from "../../../../src/core/ticketing/inventory/find-run.ts";
import type { EventRun } from "../../../../src/core/ticketing/inventory/seat.ts";
import { type SaleLine, sell } from "../../../../src/core/ticketing/inventory/sell.ts";
import type { TestApp } from "../../../support/app.ts";
import { add, caller, type Values } from "../support.ts";
import { giveOut } from "./queries.ts";

/** Seats by name. */
export const seats = (section: string, row: string, firstSeat: number, count: number): NamedRun => ({
  section,
  row,
  firstSeat,
  seats: count,
});

/** The letters of forward, resale, print, card, exchange, mobile and return. */
export const letters = (block: Record<string, string>): string =>
  ["forwarding", "resale", "print_to_tf", "transfer_to_card", "exchange", "view_mobile", "return"]
    .map((one) => block[`${one}_allowed_ind`])
    .join("");

/** What tests of tickets do with an app. */
export function boxOffice({ command, parts: { core } }: TestApp) {
  type Named = Parameters<typeof findItem> extends [unknown, unknown, ...infer R] ? R : never;
  const number = async (...of: Named): Promise<number> => (await findItem(core, 1, ...of))[of[0].id] as number;
  return {
    /** The number of a thing of the catalogue by its name. */
    number,
    /** The blocks of an account. */
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
    sold: async (acct_id: number, values: Values = {}): Promise<any[]> =>
      (await command({ cmd: "seats_sold", acct_id, ...values })).answer.seats_array ?? [],
    /** A new account with seats of its own. */
    async buyer(game: string, place: NamedRun, { type = "_A", ...more }: Partial<SaleLine> & { type?: string } = {}) {
      const eventId = await number(event, game);
      const run = await findRun(core, 1, eventId, place);
      const { acct_id: accountId } = await add(command);
      const ticketTypeId = await number(ticketType, type);
      await sell(core, caller, { accountId, lines: [{ run, priceCode: "A", ticketTypeId, ...more }] });
      return { accountId, eventId, run };
    },
    /** Gives a ticket out, at half past twelve on the first of October. */
    give: (run: EventRun, seat: number, via: string, count = 1) =>
      core.db.run(giveOut, [1, run.eventId, run.rowId, seat, via, count, new Date("2026-10-01T16:30:00Z")]),
  };
}
