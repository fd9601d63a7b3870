import type { ScanRow } from "../../../src/core/ticketing/access/attendance.ts";
import { admittedWrongly } from "../../../src/core/ticketing/access/outcomes.ts";
import type { Through } from "./simulate.ts";

/** What a seat is at, as the database has it. */
export interface Admission {
  readonly barcode: string;
  readonly inside: boolean;
  readonly first_at: Date;
  readonly last_at: Date;
}

export interface Found {
  readonly scans: readonly ScanRow[];
  readonly admissions: readonly Admission[];
}

const byKey = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> => Map.groupBy(all, keyOf);

/** Sentences for all that is not as whoever stands at the gates has seen it. */
export function faultsOf(through: readonly Through[], { scans, admissions }: Found): string[] {
  const faults: string[] = [];
  const say = (is: boolean, fault: string): void => {
    if (!is) faults.push(fault);
  };
  const passed = scans.filter((one) => one.code === 0 || admittedWrongly(one));
  const keyOf = (one: { barcode: string; direction: string; scanner: string | null; at: Date | number }): string =>
    `${one.direction} at ${one.scanner} with ${one.barcode} at ${Number(one.at)}`;
  const found = byKey(passed, keyOf);
  const seen = byKey(through, keyOf);
  for (const [key, all] of seen) {
    const many = found.get(key)?.length ?? 0;
    say(many >= all.length, `lost: ${key}`);
    say(many <= all.length, `counted twice: ${key}`);
  }
  for (const key of found.keys()) say(seen.has(key), `never happened: ${key}`);

  const seats = byKey(admissions, (one) => one.barcode);
  for (const [barcode, all] of seats) say(all.length === 1, `${barcode} is admitted ${all.length} times`);
  const scan = new Map(passed.map((one) => [keyOf(one), one]));
  for (const [barcode, all] of byKey(through, (one) => one.barcode)) {
    const ordered = all.toSorted((one, other) => one.at - other.at);
    const rows = ordered.map((one) => scan.get(keyOf(one)));
    if (ordered[0]!.forged) {
      for (const row of rows) say(row !== undefined && row.code === 1 && row.offline, `forged ${barcode} is not told of`);
      say(!seats.has(barcode), `forged ${barcode} has a seat`);
      continue;
    }
    const seat = seats.get(barcode)?.[0];
    say(seat !== undefined, `${barcode} was admitted and is not counted`);
    if (!seat) continue;
    say(seat.inside === (ordered.at(-1)!.direction === "in"), `${barcode} is inside, or is not`);
    say(Number(seat.first_at) === ordered[0]!.at, `${barcode} came first at another time`);
    say(Number(seat.last_at) === ordered.at(-1)!.at, `${barcode} came last at another time`);
    for (const [place, { direction }] of ordered.entries()) {
      const inConflict = direction === "in" && place > 0 && ordered[place - 1]!.direction === "in";
      say((rows[place]?.conflictsWith != null) === inConflict, `${barcode}: a conflict is ${inConflict ? "not " : ""}told`);
      // When the later of the two was heard of, it was told with it.
      const told = rows[place]?.conflictedWith != null || rows[place - 1]?.conflictedWith != null;
      say(!inConflict || told, `${barcode}: a conflict was not reported`);
    }
  }
  for (const barcode of seats.keys())
    say(
      through.some((one) => one.barcode === barcode),
      `${barcode} never came`,
    );
  return faults;
}
