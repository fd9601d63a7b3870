import type { Check, Verified } from "./check.ts";

/** What came of a check. */
export interface Checked {
  readonly name: string;
  readonly holds: string;
  /** How many faults there are. */
  readonly faults: number;
  /** The first of them, a sentence each. */
  readonly shown: readonly string[];
  /** How many rows were looked at. */
  readonly rows: number;
  readonly seconds: number;
}

export interface RunOptions {
  /** So many faults are told; a broken table would otherwise fill the screen. */
  readonly mostShown: number;
  /** Hears how many rows have been looked at so far. */
  readonly onRows?: (rows: number) => void;
}

/** Runs a check to its end, however much it finds. Throws what reading the database throws. */
export async function runCheck(check: Check, what: Verified, { mostShown, onRows }: RunOptions): Promise<Checked> {
  const { name, holds } = check;
  const began = performance.now();
  const shown: string[] = [];
  let [faults, rows] = [0, 0];
  const looked = (more: number): void => {
    rows += more;
    onRows?.(rows);
  };
  for await (const fault of check.faults({ ...what, looked })) if (++faults <= mostShown) shown.push(fault);
  return { name, holds, faults, shown, rows, seconds: Math.round(performance.now() - began) / 1000 };
}
