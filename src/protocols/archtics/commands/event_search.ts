import { availableClasses, searchEvents, searchedClasses } from "../../../core/ticketing/events/search.ts";
import { today } from "../../../core/today.ts";
import { daysAfter, instantIn, isCalendarDay } from "../../../platform/clock.ts";
import { type CommandContext, commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { char, choice, type DecodedFields, filterDay, flag, integer, list, words } from "../fields.ts";

const input = {
  ...commonInput,
  organization: char(32, "Only events of this organization"),
  start_date: filterDay("Events on this day or later; today unless it is sent"),
  end_date: filterDay("Events on this day or before; three months after start_date unless it or num_days is sent"),
  num_days: integer("Events until so many days after start_date, where no end_date is sent", "willcall"),
  venue_name: char(32, "Only events at this venue"),
  season_name: char(32, "Only events of this season"),
  item_set: char(20, "Only events of this item set, those of its plans too", "willcall"),
  hold_class: char(20, "The class of seats to look into"),
  hold_classes: words(20, "The classes of seats to look into, all unless one of the two is sent; wins over hold_class"),
  num_seats: integer("Neighbouring seats that are wanted; 1 unless it is sent"),
  acct_id: integer("Makes no difference: what is available is the same for all accounts"),
  check_availability: choice(["Y", "N"], "N: nothing is said of availability, which is quicker"),
} as const;

const longestDays = 3_660;
const mostSeats = 1_000;

export const eventSearch = defineCommand({
  name: "event_search",
  product: "sth-customer",
  purpose:
    "Finds events by their day, each with whether seats are available and in which classes. Plans, drafts and cancelled events are left out. Whether the event is on sale makes no difference: event_details tells that. Any site_name is accepted.",
  family: "plain",
  input,
  required: [],
  output: {
    ...commonOutput,
    events: list(
      {
        event_name: char(8, "The code that calls name it by"),
        availability: flag("1: so many neighbouring seats are available in one of avail_class"),
        avail_class: words(20, "The classes in which they are, of those whose seats the public may buy"),
      },
      "Events, by when they begin",
      5_000,
    ),
    hold_classes: words(20, "The classes that were looked into"),
  },
  results: {
    ...commonResults,
    5211: {
      meaning: "An input that can't be: end_date before start_date, num_days or num_seats too low or high",
      mark: "documented",
    },
    5212: { meaning: "There are none", mark: "documented", sqlCode: 100 },
    10535: { meaning: "None of the classes that were sent is one", mark: "documented", sqlCode: 100 },
  },
  codes: { missing: 5211, invalid: 9999 },
  async handle(context, values) {
    const { core, caller } = context;
    const seats = values.num_seats ?? 1;
    if (seats < 1 || seats > mostSeats) refuseCommand(5211, `num_seats: must be from 1 to ${mostSeats}`);
    const span = spanOf(context, values);
    const named = values.hold_classes?.length ? values.hold_classes : values.hold_class ? [values.hold_class] : [];
    const classes = await searchedClasses(core, caller.orgId, named);
    if (classes.length === 0) refuseCommand(10535, "No valid classes");
    const { item_set: itemSet, venue_name: venue, season_name: season, organization } = values;
    const found = await searchEvents(core, caller.orgId, { ...span, itemSet, venue, season, organization });
    if (found.length === 0) refuseCommand(5212, "No events found");
    if (values.check_availability === "N") return { events: found.map((one) => ({ event_name: one.name })) };
    const available = await availableClasses(core, caller, found, classes, seats);
    return {
      events: found.map(({ eventId, name }) => ({
        event_name: name,
        availability: available.has(eventId),
        avail_class: available.get(eventId),
      })),
      hold_classes: classes.map((one) => one.name),
    };
  },
});

/** The days that are searched, as instants where the venue is. */
function spanOf({ core, caller }: CommandContext, values: DecodedFields<typeof input>): { from: Date; until: Date } {
  const start = values.start_date ?? today(core, caller.timeZone);
  const days = values.num_days;
  if (days != null && (days < 0 || days > longestDays)) refuseCommand(5211, `num_days: must be from 0 to ${longestDays}`);
  const end = values.end_date ?? (days == null ? threeMonthsAfter(start) : daysAfter(start, days));
  if (end < start) refuseCommand(5211, "end_date: is before start_date");
  const midnight = (day: string): Date => instantIn(caller.timeZone, `${day}T00:00:00`);
  return { from: midnight(start), until: midnight(daysAfter(end, 1)) };
}

/** The same day three months later, or the last of that month. */
function threeMonthsAfter(day: string): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + 3);
  const month = first.toISOString().slice(0, 7);
  for (let last = Number(day.slice(8)); ; last--) {
    const found = `${month}-${String(last).padStart(2, "0")}`;
    if (isCalendarDay(found)) return found;
  }
}
