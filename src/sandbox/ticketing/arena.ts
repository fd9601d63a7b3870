import { csvLine } from "../../platform/csv.ts";

/** How large the sandbox's arena is made: whole, or with a few sections of each kind, for tests that make many of them. */
export type ArenaSize = "whole" | "small";

interface Tier {
  /** Names of its sections. */
  readonly from: number;
  readonly sections: Readonly<Record<ArenaSize, number>>;
  readonly rows: string;
  readonly seats: number;
  readonly type: "N" | "S" | "C";
  readonly className: string;
  readonly priceCode: string;
}

const letters = (count: number): string => "ABCDEFGHJKLMNPQRSTUV".slice(0, count);

const tiers: readonly Tier[] = [
  {
    from: 101,
    sections: { whole: 24, small: 4 },
    rows: letters(20),
    seats: 16,
    type: "N",
    className: "OPEN",
    priceCode: "A",
  },
  {
    from: 201,
    sections: { whole: 12, small: 2 },
    rows: letters(10),
    seats: 14,
    type: "C",
    className: "PREFERRED",
    priceCode: "B",
  },
  {
    from: 301,
    sections: { whole: 28, small: 3 },
    rows: letters(18),
    seats: 17,
    type: "N",
    className: "OPEN",
    priceCode: "C",
  },
];

const columns = [
  ...[
    "section_name",
    "section_desc",
    "section_type",
    "ga",
    "gate",
    "portal",
    "row_name",
    "seat_num",
    "num_seats",
    "seat_increment",
  ],
  ...["default_class", "def_price_code", "aisle", "attribute", "quality"],
];

/** The arena's seats as a manifest that is imported: at least 18,000 of them when it is whole. */
export function arenaManifest(size: ArenaSize): string {
  const lines = [csvLine(columns)];
  const put = (cells: Record<string, string | number>): void =>
    void lines.push(csvLine(columns.map((name) => String(cells[name] ?? ""))));
  for (const tier of tiers)
    for (let index = 0; index < tier.sections[size]; index++) {
      const name = tier.from + index;
      // Of the upper tier every seventh section has odd numbers only.
      const step = tier.from === 301 && index % 7 === 2 ? 2 : 1;
      for (const [place, row] of [...tier.rows].entries())
        for (const part of partsOf(tier, row, step))
          put({
            section_name: name,
            section_desc: `Section ${name}`,
            section_type: tier.type,
            gate: `Gate ${"ABCD"[index % 4]}`,
            portal: `Portal ${name}`,
            row_name: row,
            seat_increment: step,
            def_price_code: tier.priceCode,
            quality: 1_000 - (tier.from - 101) * 3 - place * 10,
            ...part,
          });
    }
  for (let suite = 1; suite <= (size === "whole" ? 20 : 2); suite++)
    put({
      section_name: `S${suite}`,
      section_desc: `Suite ${suite}`,
      section_type: "S",
      gate: "Gate S",
      row_name: "1",
      seat_num: 1,
      num_seats: 12,
      seat_increment: 1,
      default_class: "SUITES",
      def_price_code: "S",
      quality: 900,
    });
  put({
    section_name: "FLOOR",
    section_desc: "Floor",
    section_type: "N",
    ga: "Y",
    gate: "Gate A",
    row_name: "GA",
    seat_num: 1,
    num_seats: size === "whole" ? 300 : 30,
    seat_increment: 1,
    default_class: "OPEN",
    def_price_code: "G",
    quality: 500,
  });
  put({
    section_name: "SRO",
    section_desc: "Standing room",
    section_type: "N",
    ga: "S",
    gate: "Gate C",
    row_name: "SRO",
    seat_num: 1,
    num_seats: size === "whole" ? 200 : 20,
    seat_increment: 1,
    default_class: "OPEN",
    def_price_code: "G",
    quality: 100,
  });
  return lines.join("");
}

/** A row in its parts: aisle seats at both ends, and at the back places for wheelchairs with companions beside them. */
function partsOf(tier: Tier, row: string, step: number): Record<string, string | number>[] {
  const { seats, className } = tier;
  const at = (index: number): number => 1 + index * step;
  if (row === tier.rows.at(-1) && tier.type === "N")
    return [
      { seat_num: at(0), num_seats: 2, default_class: "DOQ-WHEELCHAIR", attribute: "wheelchair" },
      { seat_num: at(2), num_seats: 2, default_class: "DOQ-COMPANION", attribute: "companion" },
      { seat_num: at(4), num_seats: seats - 5, default_class: className },
      { seat_num: at(seats - 1), num_seats: 1, default_class: "KILL", attribute: "obstructed" },
    ];
  return [
    { seat_num: at(0), num_seats: 1, default_class: className, aisle: 1 },
    { seat_num: at(1), num_seats: seats - 2, default_class: className },
    { seat_num: at(seats - 1), num_seats: 1, default_class: className, aisle: 2 },
  ];
}
