import type { Core } from "../../core.ts";
import { type Block, blocksOf } from "../inventory/blocks.ts";
import { type Action, actions, delayedUntil, isOnCard, type TicketFacts, type Verdict, verdictsOn } from "./allowed.ts";
import { seatsOfAccount, type TicketRow } from "./queries.ts";
import { isWanted, nameKey, type SeatPlace, type WantedSeats } from "./wanted.ts";

/** A ticket, and what may be done with it now. */
export interface Ticket extends TicketRow {
  readonly verdicts: Readonly<Record<Action, Verdict>>;
  /** From when on it is given out, where that is still to come. */
  readonly delayedUntil: Date | null;
}

/** Behind every name there is. */
const last = "\u{10ffff}";
const lastSeat = 2_147_483_647;
/** Seats in one read: more than accounts have but those of groups and brokers. */
const chunk = 5_000;

/**
 * What an account has, or what is kept for it, in the longest blocks of neighbours that are alike: `count` of them, those behind `after`, in the order of event, section, row and seat. One round trip, but for whoever has thousands of seats. Gives
 * nothing when there is no such account, event or item set. `more`: there are further ones.
 */
export async function readSeatsOf(
  { db, clock }: Pick<Core, "db" | "clock">,
  orgId: number,
  wanted: WantedSeats,
  after: SeatPlace | null,
  count: number,
): Promise<{ readonly blocks: readonly Block<Ticket>[]; readonly more: boolean }> {
  const now = clock.now();
  const tickets: Ticket[] = [];
  let from = startOf(after);
  for (let limit = Math.min(chunk, 200 + 10 * count); ; limit = Math.min(chunk, 2 * limit)) {
    const rows = await db.run(seatsOfAccount, valuesOf(orgId, wanted, from, limit));
    // A reservation that has ended keeps nothing any more.
    for (const row of rows)
      if (!row.reservedUntil || row.reservedUntil > now) tickets.push(judged(row, wanted.selectors ?? {}, now));
    // The last block may go on behind what was read.
    const blocks = blocksOf(tickets, alikeIn(wanted)).filter(
      (block) => isBehind(block, after) && isWanted(block, wanted.any ?? {}),
    );
    if (rows.length < limit || blocks.length > count) return { blocks: blocks.slice(0, count), more: blocks.length > count };
    const { eventName, section, row, seat } = rows.at(-1)!;
    from = [eventName, section, row, seat];
  }
}

type From = readonly [event: string, section: string, row: string, seat: number];

/** The start of the row of a place: of the block that was had there more may have to be read to know where it ends. */
function startOf(after: SeatPlace | null): From {
  if (!after) return ["", "", "", -1];
  const { event, section, row, seat } = after;
  if (!section) return [nameKey(event), last, last, lastSeat];
  if (!row) return [nameKey(event), section, last, lastSeat];
  return [nameKey(event), section, row, seat == null ? lastSeat : -1];
}

function isBehind({ first }: Block<Ticket>, after: SeatPlace | null): boolean {
  if (after?.seat == null || !after.section || !after.row) return true;
  const same = first.eventName === nameKey(after.event) && first.section === after.section && first.row === after.row;
  return !same || first.seat > after.seat;
}

function valuesOf(orgId: number, wanted: WantedSeats, from: From, limit: number): unknown[] {
  const { accountId, state = "sold", itemSet, any = {} } = wanted;
  // What tickets may be used for is judged here and not in the statement, which therefore can't narrow by the other ways when that is one, too.
  const ways = any.actions?.length ? {} : any;
  const filled = <T>(list: readonly T[] | undefined): readonly T[] | null => (list?.length ? list : null);
  return [
    ...[orgId, accountId, state, ...from, limit, itemSet == null ? null : nameKey(itemSet), wanted.from ?? null],
    ...[wanted.before ?? null, wanted.events ?? null, wanted.planId ?? null, wanted.unprinted ?? false],
    ...[
      filled(ways.events?.map(nameKey)),
      filled(ways.sections?.map(nameKey)),
      filled(ways.rows?.map(nameKey)),
      filled(ways.seats),
    ],
    Object.values(wanted.selectors ?? {}).map(nameKey),
  ];
}

function judged(row: TicketRow, selectors: Partial<Readonly<Record<Action, string>>>, now: Date): Ticket {
  const selected = Object.entries(selectors).filter(([, set]) => row.inSets.includes(nameKey(set)));
  const facts: TicketFacts = { ...row, selected: selected.map(([action]) => action as Action) };
  return { ...row, verdicts: verdictsOn(facts, now), delayedUntil: delayedUntil(row, now) };
}

/** Times are told in minutes, so those of one minute are alike. */
const comparable = (value: unknown): unknown => (value instanceof Date ? Math.floor(value.getTime() / 60_000) : value);

function alikeIn({ alike, alikeInUse }: WantedSeats): (one: Ticket, other: Ticket) => boolean {
  return (one, other) =>
    alike.every((key) => comparable(one[key]) === comparable(other[key])) &&
    (!alikeInUse ||
      (isOnCard(one) === isOnCard(other) && actions.every((action) => one.verdicts[action] === other.verdicts[action])));
}
