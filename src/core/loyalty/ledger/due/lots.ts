/** What one activity earned, and what is left of it. */
export interface Lot {
  /** Counted as calendar.ts counts. */
  readonly day: number;
  left: number;
}

/** All that was earned, the oldest first. */
export interface Lots {
  all: Lot[];
  /** What was taken before there was anything to take it from: the next ones pay for it. */
  owed: number;
}

/** No lots yet. */
export function noLots(): Lots {
  return { all: [], owed: 0 };
}

/** Adds what was earned on a day, which is not before the others'; gives the lot. */
export function addLot(lots: Lots, day: number, amount: number): Lot {
  const paid = Math.min(lots.owed, amount);
  lots.owed -= paid;
  const lot = { day, left: amount - paid };
  if (lot.left > 0) lots.all.push(lot);
  return lot;
}

/** Uses lots up: the oldest first, or the newest. */
export function takeFrom(lots: Lots, amount: number, first: "oldest" | "newest"): void {
  let rest = amount;
  const step = first === "oldest" ? 1 : -1;
  for (let at = first === "oldest" ? 0 : lots.all.length - 1; rest > 0 && at >= 0 && at < lots.all.length; at += step) {
    const lot = lots.all[at]!;
    const taken = Math.min(lot.left, rest);
    lot.left -= taken;
    rest -= taken;
  }
  lots.owed += rest;
  lots.all = lots.all.filter((one) => one.left > 0);
}
