import { classAttribute } from "../../../core/ticketing/catalogue/kinds/prices.ts";
import { allItems } from "../../../core/ticketing/catalogue/read.ts";
import { findSoldEvent, readAvailable, sumAvailable } from "../../../core/ticketing/inventory/available.ts";
import { availableBlock, availableToWire, sumToWire } from "../available-fields.ts";
import { type CommandContext, commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { pageFromWire, pageInput, pageOutput } from "../feed-fields.ts";
import { char, choice, integer, list, struct, words } from "../fields.ts";
import { yesNo } from "../wire.ts";

const summary = struct(
  {
    section_summary: struct(
      {
        data: words(
          100,
          "Each: section, class, price code, price of one seat, available seats; with commas between. The order behind the section is ours",
          "observed",
        ),
      },
      "Available seats, counted by section, class and price code",
      "observed",
    ),
  },
  "With summary_flag Y, instead of seats",
  "observed",
);

export const getAvailSeats = defineCommand({
  name: "get_avail_seats",
  product: "sth-inventory",
  purpose:
    "Tells which seats of an event are available: a row per block of neighbours of one class, one price code and the same attributes, each as long as it can be; or how many there are. A seat whose hold has ended is available.",
  family: "plain",
  input: {
    ...commonInput,
    ...pageInput,
    event_name: char(8, "Event; a plan has no seats of its own", "observed"),
    summary_flag: choice(["Y", "N"], "Y: only how many there are; not in pages", "observed"),
    section_name: char(6, "Only seats of this section", "willcall"),
    price_code: char(3, "Only seats of this price code", "willcall"),
    class_name: char(20, "Only seats of this class; killed ones are told of only when their class is asked for", "willcall"),
    acct_id: integer("Makes no difference: what is available is the same for all accounts", "observed"),
    session_id: char(64, "Makes no difference", "observed"),
    manifest_retrieval_date: char(32, "Makes no difference: seats are always told as they are now", "observed"),
  },
  required: ["event_name"],
  output: {
    ...commonOutput,
    ...pageOutput,
    manifest: summary,
    seats: list(availableBlock, "Blocks of available seats, by section and row", 5_000, "willcall"),
  },
  results: {
    ...commonResults,
    5251: { meaning: "event_name was not sent", mark: "willcall" },
    5259: { meaning: "There is no such event, it is cancelled, or no such seats are available", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5251, invalid: 9999 },
  async handle({ core, caller }, values) {
    const { count, page } = pageFromWire(values);
    const event = await findSoldEvent(core, caller.orgId, values.event_name!);
    if (!event) return refuseCommand(5259, "event_name: no such event");
    const wanted = { section: values.section_name, priceCode: values.price_code, className: values.class_name };
    if (values.summary_flag === "Y") {
      const data = (await sumAvailable(core, caller, event, wanted)).map(sumToWire);
      return data.length > 0 ? { manifest: { section_summary: { data } } } : refuseCommand(5259, "No seats available");
    }
    const [found, attributes] = await Promise.all([
      readAvailable(core, caller, event, wanted, count + 1, page * count),
      abbreviations(core, caller.orgId),
    ]);
    const where = { page: String(page), more: yesNo(found.length > count) };
    if (found.length === 0) refuseCommand(5259, "No seats available", where);
    const blocks = found.slice(0, count).map((run) => availableToWire(caller.timeZone, event, run, attributes));
    return { ...where, seats: blocks };
  },
});

/** What attributes of seats are abbreviated to, as system_options tells. */
async function abbreviations(core: CommandContext["core"], orgId: number): Promise<Map<string, string>> {
  const all = await allItems(core, orgId, classAttribute);
  return new Map(all.flatMap((one) => (one.attribute ? [[one.attribute as string, one.abbreviation as string]] : [])));
}
