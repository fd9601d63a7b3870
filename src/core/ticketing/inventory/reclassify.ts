import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { blocksOf } from "./blocks.ts";
import { claim } from "./claim.ts";
import { type Move, nextTurn, sendMoves, sendSeats } from "./moves.ts";
import { classRules } from "./queries.ts";
import { type EventRun, isOpen, placeOf } from "./seat.ts";

/** Open seats that get another class, another price code, or both. */
export interface Reclass {
  readonly runs: readonly EventRun[];
  readonly classId?: number;
  /** Null: none. */
  readonly priceCode?: string | null;
}

/**
 * Puts open seats into another class, or under another price code. Refuses with seats-not-there, seats-not-open, not-there (the class), class-fixed (one of the classes is not valid for
 * reclassification) and value-invalid.
 */
export async function reclassify(core: Core, caller: Caller, { runs, classId, priceCode }: Reclass): Promise<void> {
  if (classId === undefined && priceCode === undefined)
    refuse("value-invalid", { field: "hold_class_id", fault: "is required, unless price_code is given" });
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx) => {
    const [rules, claimed] = await Promise.all([tx.query(classRules, [caller.orgId]), claim(tx, caller, runs)]);
    const taken = claimed.seats.filter((one) => !isOpen(one, write.at));
    if (taken.length > 0) refuse("seats-not-open", { seats: taken.map(placeOf) });
    if (classId !== undefined) {
      const fixed = new Set(rules.filter((one) => !one.validForReclass).map((one) => one.classId));
      if (!rules.some((one) => one.classId === classId)) refuse("not-there", { field: "hold_class_id", id: String(classId) });
      const leaving = claimed.seats.filter((one) => one.classId !== classId);
      if (leaving.some((one) => fixed.has(one.classId)) || (leaving.length > 0 && fixed.has(classId)))
        refuse("class-fixed", { field: "hold_class_id" });
    }
    const moves: Move[] = [];
    const seats = runs.flatMap((run) => {
      const before = claimed.of(run);
      const turn = nextTurn(before);
      // A hold that has ended goes with it.
      const nobodys = { state: "open", orderId: null, line: null, accountId: null, heldUntil: null } as const;
      const after = before.map((seat) => ({
        ...{ ...seat, ...nobodys, turn, increment: run.increment },
        classId: classId ?? seat.classId,
        priceCode: priceCode === undefined ? seat.priceCode : priceCode,
      }));
      for (const block of blocksOf(after, (a, b) => a.classId === b.classId && a.priceCode === b.priceCode)) {
        const { seat: firstSeat, classId, priceCode } = block.first;
        moves.push({ ...run, firstSeat, seats: block.seats.length, kind: "reclass", classId, priceCode, turn });
      }
      return after;
    });
    sendSeats(tx, caller, seats);
    await sendMoves(core, caller, tx, write, moves);
  });
}
