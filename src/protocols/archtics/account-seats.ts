import { eventNamed } from "../../core/ticketing/events/named.ts";
import { whichEvents } from "../../core/ticketing/feeds/which-events.ts";
import type { Block } from "../../core/ticketing/inventory/blocks.ts";
import { readSeatsOf, type Ticket } from "../../core/ticketing/tickets/owned.ts";
import type { WantedSeats } from "../../core/ticketing/tickets/wanted.ts";
import { type CommandContext, commonResults, type ResultCode, refuseCommand } from "./command.ts";
import { pageFromWire, pageInput } from "./feed-fields.ts";
import { char, type DecodedFields, integer } from "./fields.ts";
import { previousInput, previousOf } from "./previous-seat.ts";
import { yesNo } from "./wire.ts";

/** The inputs of the commands that list an account's seats in short. */
export const accountSeatsInput = {
  ...pageInput,
  ...previousInput("willcall"),
  acct_id: integer("The account", "willcall"),
  event_name: char(8, "Only this event, or the events of this plan", "willcall"),
  plan_event_name: char(8, "Only what was sold or reserved in this plan", "willcall"),
  item_set: char(20, "Only events of this item set, and those of its plans", "willcall"),
} as const;

/** Where a block is, and what it costs, in the answers of both. */
export const accountSeat = {
  event_name: char(8, "Event", "observed"),
  event_id: integer("Its number", "observed"),
  event_date: char(10, "YYYY-MM-DD", "observed"),
  section_name: char(6, "Section", "observed"),
  row_name: char(4, "Row", "observed"),
  seat_num: integer("The first seat of the block", "observed"),
  last_seat: integer("The last seat of the block", "observed"),
  seat_increment: integer("By how much neighbours' numbers differ", "observed"),
  class_name: char(20, "The seats' class", "observed"),
  price_code: char(3, "Price code", "observed"),
} as const;

/** The result codes of them. */
export const accountSeatsResults: Readonly<Record<number, ResultCode>> = {
  ...commonResults,
  5061: { meaning: "A required field is missing", mark: "willcall" },
  5069: { meaning: "There are none, or no such account, event, plan or item set", mark: "willcall", sqlCode: 100 },
};

/** A page of an account's blocks of seats. Refuses with 9999 and 5069. */
export async function readAccountSeats(
  { core, caller, reads }: CommandContext,
  values: DecodedFields<typeof accountSeatsInput>,
  which: Pick<WantedSeats, "state" | "alike">,
): Promise<{ blocks: readonly Block<Ticket>[]; page: string; more: string }> {
  const { orgId } = caller;
  const { count, page } = pageFromWire(values);
  const { acct_id: accountId, event_name: eventName, plan_event_name: planName, item_set: itemSet } = values;
  const [events, plan] = await Promise.all([
    whichEvents(core, orgId, { eventName, itemSet }),
    planName ? eventNamed(core, orgId, planName) : undefined,
  ]);
  const none = { page: String(page), more: "N" };
  if (planName && plan?.planType !== "plan") return refuseCommand(5069, "No seats found", none);
  const wanted = { ...which, accountId: accountId!, events, planId: plan?.eventId };
  const found = await readSeatsOf(core, orgId, wanted, previousOf(values), (page + 1) * count);
  const blocks = found.blocks.slice(page * count);
  if (!blocks[0]) return refuseCommand(5069, "No seats found", none);
  reads.note(caller, blocks[0].first.customerId);
  return { blocks, page: String(page), more: yesNo(found.more) };
}
