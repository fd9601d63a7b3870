import { dayIn, instantIn } from "../../platform/clock.ts";
import { csvLine } from "../../platform/csv.ts";

/** An event of the sandbox. */
export interface SandboxEvent {
  readonly name: string;
  readonly startsAt: Date;
  readonly opponent: string;
}

const opponents = ["Sprockets", "Gears", "Levers", "Pulleys", "Cogs", "Bolts"];

/** The season of 2016, which the vendor's samples ask for: two events in October and November and ten more. */
const days2016 = [
  ...["2016-10-14", "2016-11-04", "2016-11-18", "2016-12-02", "2016-12-16", "2016-12-30"],
  ...["2017-01-13", "2017-01-27", "2017-02-10", "2017-02-24", "2017-03-10", "2017-03-24"],
];

/** Events of 2016. */
export function pastEvents(timeZone: string): SandboxEvent[] {
  return days2016.map((day, index) => ({
    name: `EVENT${String(index + 1).padStart(2, "0")}`,
    startsAt: instantIn(timeZone, `${day}T19:30:00`),
    opponent: opponents[index % opponents.length]!,
  }));
}

/** Events that lie ahead of `now`: eight, a week apart, the first in two weeks. */
export function comingEvents(timeZone: string, now: Date): SandboxEvent[] {
  return Array.from({ length: 8 }, (_, index) => {
    const day = dayIn(timeZone, new Date(now.getTime() + (14 + 7 * index) * 86_400_000));
    return {
      name: `GAME${String(index + 1).padStart(2, "0")}`,
      startsAt: instantIn(timeZone, `${day}T19:00:00`),
      opponent: opponents[index % opponents.length]!,
    };
  });
}

/** Price codes, what they stand for, and what they cost: for adults, children and, of plans, a season's seat for one event. */
const scale = [
  { code: "A", name: "Lower bowl", adult: 125, child: 100 },
  { code: "B", name: "Club", adult: 180, child: 150 },
  { code: "C", name: "Upper bowl", adult: 45, child: 30 },
  { code: "S", name: "Suites", adult: 250, child: 250 },
  { code: "G", name: "Floor and standing", adult: 30, child: 25 },
];

/** The price scales of events and plans; a plan's price is that of one of its events, a tenth less. */
export function priceScales(events: readonly string[], plans: readonly string[]): string {
  const columns = [
    "event_name",
    "price_code",
    "price_code_desc",
    "ticket_type_code",
    "price",
    "pc_tax",
    "pc_licfee",
    "not_allowed",
  ];
  const line = (event: string, code: string, name: string, type: string, price: number, notAllowed = ""): string => {
    const parts = price === 0 ? ["0.00", "0.00"] : ["2.00", "1.00"];
    return csvLine([event, code, name, type, price.toFixed(2), ...parts, notAllowed]);
  };
  const lines = [csvLine(columns)];
  for (const event of events)
    for (const { code, name, adult, child } of scale)
      lines.push(
        line(event, code, name, "_A", adult),
        line(event, code, name, "_C", child),
        line(event, code, name, "_X", 0, "resale exchange return"),
      );
  for (const plan of plans) for (const { code, name, adult } of scale) lines.push(line(plan, code, name, "_A", adult * 0.9));
  return lines.join("");
}
