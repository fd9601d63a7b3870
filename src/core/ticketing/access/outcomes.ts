/** What comes of a scan, under the number that is stored and told. Numbers are never given another meaning. */
export const scanOutcomes = [
  { code: 0, name: "admitted", text: "Admitted, or let out" },
  { code: 1, name: "unknown", text: "Unknown barcode" },
  { code: 2, name: "other-event", text: "Ticket for another event" },
  { code: 3, name: "other-gate", text: "Ticket for another gate" },
  { code: 4, name: "used", text: "Already used" },
  { code: 5, name: "retired", text: "Ticket was returned or reissued" },
  { code: 6, name: "too-early", text: "Before the doors open" },
  { code: 7, name: "not-on", text: "The event is cancelled or postponed" },
  { code: 8, name: "not-inside", text: "Exit without an entry" },
  { code: 9, name: "refused-offline", text: "Refused by a scanner that was offline" },
] as const;

export type ScanOutcome = (typeof scanOutcomes)[number]["name"];

const byName = new Map(scanOutcomes.map((one) => [one.name, one]));
const byCode = new Map<number, (typeof scanOutcomes)[number]>(scanOutcomes.map((one) => [one.code, one]));

/** The number of an outcome. */
export const outcomeCode = (name: ScanOutcome): number => byName.get(name)!.code;

/** An outcome in words, by its number. */
export const outcomeText = (code: number): string => byCode.get(code)?.text ?? "";

/**
 * Whether a scan let somebody through although the ticket gave no right to it, which only a scanner that is offline can do: it is in conflict
 * with the box office, whether or not with another scan.
 */
export function admittedWrongly({ offline, code }: { readonly offline: boolean; readonly code: number }): boolean {
  return offline && code !== outcomeCode("admitted") && code !== outcomeCode("refused-offline");
}
