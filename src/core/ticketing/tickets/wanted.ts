import type { Block } from "../inventory/blocks.ts";
import { type Action, isYes } from "./allowed.ts";
import type { Ticket } from "./owned.ts";
import type { TicketRow } from "./queries.ts";

/** A place in the order of event, section, row and seat, by name. What is left out behind a name stands for all of it. */
export interface SeatPlace {
  readonly event: string;
  readonly section?: string | null;
  readonly row?: string | null;
  /** The first seat of a block. */
  readonly seat?: number | null;
}

/** Which seats of an account are wanted; what is left out does not narrow. */
export interface WantedSeats {
  readonly accountId: number;
  readonly state?: "sold" | "reserved";
  readonly itemSet?: string | null;
  readonly from?: Date | null;
  readonly before?: Date | null;
  readonly events?: readonly number[] | null;
  readonly planId?: number | null;
  /** Only tickets to be printed at home that nobody has printed yet. */
  readonly unprinted?: boolean;
  /** Only blocks that meet any of these. */
  readonly any?: AnyOf;
  /** What neighbours in a block must have in common: all that is told of a block. */
  readonly alike: readonly (keyof TicketRow)[];
  /** Whether they must be good for the same, too. */
  readonly alikeInUse?: boolean;
  /** Item sets of the events that an action is allowed for. */
  readonly selectors?: Partial<Readonly<Record<Action, string>>>;
}

/** Ways to be wanted. An empty list is no way; with no way at all every block is wanted. */
export interface AnyOf {
  readonly events?: readonly string[];
  readonly sections?: readonly string[];
  readonly rows?: readonly string[];
  /** The block holds one of these seats. */
  readonly seats?: readonly number[];
  /** It may be used for one of these. */
  readonly actions?: readonly Action[];
}

/** How names compare. */
export const nameKey = (text: string): string => text.trim().toUpperCase();

/** Whether a block meets any way that was named, or none was. */
export function isWanted(
  { first, seats }: Block<Ticket>,
  { events, sections, rows, seats: numbers, actions: uses }: AnyOf,
): boolean {
  const ways: boolean[] = [];
  const way = <T>(list: readonly T[] | undefined, meets: (one: T) => boolean): void => {
    if (list?.length) ways.push(list.some(meets));
  };
  way(events, (one) => nameKey(one) === first.eventName);
  way(sections, (one) => nameKey(one) === nameKey(first.section));
  way(rows, (one) => nameKey(one) === nameKey(first.row));
  way(numbers, (one) => seats.some(({ seat }) => seat === one));
  way(uses, (one) => isYes(first.verdicts[one]));
  return ways.length === 0 || ways.includes(true);
}
