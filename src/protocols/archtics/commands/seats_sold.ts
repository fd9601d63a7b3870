import { readSeatsOf } from "../../../core/ticketing/tickets/owned.ts";
import type { AnyOf } from "../../../core/ticketing/tickets/wanted.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { char, choice, type DecodedFields, filterDay, integer, list } from "../fields.ts";
import { previousInput, previousOf } from "../previous-seat.ts";
import { blockToWire, soldBlock } from "../seats-sold-fields.ts";
import { filterActions } from "../ticket-letters.ts";
import { daysFromWire } from "../wire.ts";

/** Blocks in an answer, whatever its caller asks for. */
const mostBlocks = 5_000;

const selector = (what: string, name: string) => char(20, `Item set of the events ${what}; ${name} unless it is sent`);
const either = "A block is told when it meets any of the five filters, or none was sent";

const input = {
  ...commonInput,
  acct_id: integer("The account"),
  item_set: char(20, "Only events of this item set, and those of its plans; INET_SOLD unless it is sent"),
  forwarding_event_selector: selector("whose tickets may be forwarded", "INET_FORWARD"),
  resale_event_selector: selector("whose tickets may be resold", "INET_RESALE"),
  add_credit_event_selector: selector("on whose tickets value may be put", "INET_ADD_VALUE"),
  print_event_selector: selector("whose tickets may be printed at home or put on a card", "INET_PRINT"),
  club_group_event_selector: char(20, "Accepted; Willcall has no club groups, so nothing follows from it"),
  ...previousInput("documented"),
  count: integer(`Blocks in the answer; ${mostBlocks} when more or nothing is asked for`),
  status_filter: choice(["A", "N"], "A all; N only tickets to be printed at home that have not been printed"),
  event_filter: list({ event_filter: char(8, "An event") }, `Events. ${either}`),
  section_filter: list({ section_filter: char(6, "A section") }, `Sections. ${either}`),
  row_filter: list({ row_filter: char(4, "A row") }, `Rows. ${either}`),
  seat_num_filter: list({ seat_num_filter: integer("A seat that is in the block") }, `Seats. ${either}`),
  action_filter: list(
    {
      action_filter: choice(
        ["F", "R", "P", "A", "C", "E"],
        "F forward, R resale, P print, A put value on, C put on a card, E exchange",
      ),
    },
    `Actions that are allowed; a blank one is no filter. ${either}`,
  ),
  amclient_id: char(24, "Accepted and ignored"),
  start_date: filterDay("Only events on this day or later"),
  end_date: filterDay("Only events on this day or earlier"),
} as const;

/** What a block is told with, beside what its seats are good for. */
const toldOfBlock = [
  ...(["planName", "priceCode", "ticketTypeCode", "fullPrice", "purchasePrice", "market", "userFlag", "soldAt"] as const),
] as const;

export const seatsSold = defineCommand({
  name: "seats_sold",
  product: "sth-customer",
  purpose:
    "Tells the seats that an account has, what may be done with their tickets, and their barcodes: a record per block of neighbouring seats that are alike, in the order of event, section, row and seat. Whoever sends count sends the last record's event, section, row and seat with the next call, until there is none.",
  family: "plain",
  input,
  required: ["acct_id"],
  output: {
    ...commonOutput,
    error_desc: char(250, "What is wrong, in English, with the field's name; this command's error_detail"),
    Count: integer("Records in seats_array"),
    seats_array: list(soldBlock, "Blocks of seats", mostBlocks),
  },
  detailName: "error_desc",
  results: {
    ...commonResults,
    5061: { meaning: "A required field is missing", mark: "documented" },
    5069: { meaning: "No blocks found, or no such account", mark: "documented", sqlCode: 100 },
  },
  codes: { missing: 5061, invalid: 9999 },
  async handle({ core, caller, reads }, values) {
    const { count } = values;
    if (count != null && count < 1) refuseCommand(9999, "count: must be at least 1");
    const { blocks } = await readSeatsOf(
      core,
      caller.orgId,
      {
        ...{ accountId: values.acct_id!, itemSet: values.item_set ?? "INET_SOLD", any: anyOf(values) },
        ...daysFromWire(caller.timeZone, values.start_date, values.end_date),
        alike: toldOfBlock,
        alikeInUse: true,
        unprinted: values.status_filter === "N",
        selectors: {
          forward: values.forwarding_event_selector ?? "INET_FORWARD",
          resale: values.resale_event_selector ?? "INET_RESALE",
          "add-value": values.add_credit_event_selector ?? "INET_ADD_VALUE",
          print: values.print_event_selector ?? "INET_PRINT",
          card: values.print_event_selector ?? "INET_PRINT",
        },
      },
      previousOf(values),
      Math.min(count ?? mostBlocks, mostBlocks),
    );
    if (!blocks[0]) return refuseCommand(5069, "No blocks found");
    reads.note(caller, blocks[0].first.customerId);
    return { Count: blocks.length, seats_array: blocks.map((block) => blockToWire(caller.timeZone, block)) };
  },
});

function anyOf(values: DecodedFields<typeof input>): AnyOf {
  const sent = <T>(all: readonly (T | null | undefined)[] | undefined): T[] => (all ?? []).filter((one) => one != null);
  return {
    events: sent(values.event_filter?.map((one) => one.event_filter)),
    sections: sent(values.section_filter?.map((one) => one.section_filter)),
    rows: sent(values.row_filter?.map((one) => one.row_filter)),
    seats: sent(values.seat_num_filter?.map((one) => one.seat_num_filter)),
    actions: sent(values.action_filter?.map((one) => one.action_filter)).map((one) => filterActions[one]!),
  };
}
