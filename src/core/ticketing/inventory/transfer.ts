import { violates } from "../../../platform/database/errors.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { newBarcode } from "./barcode.ts";
import { blocksOf } from "./blocks.ts";
import { claim } from "./claim.ts";
import { refuseUsed, retire } from "./give-back.ts";
import { type Move, nextTurn, sendMoves, sendSeats } from "./moves.ts";
import { lockAccount } from "./queries.ts";
import { type EventRun, placeOf } from "./seat.ts";

/** Tickets that become another account's. */
export interface Transfer {
  readonly runs: readonly EventRun[];
  readonly from: number;
  readonly to: number;
  readonly reason?: string | null;
}

/** Gives tickets to another account, with barcodes of its own: those of the one before open no gate any more. Refuses with seats-not-there, seats-not-owned, seats-in-use, account-not-found and value-invalid. */
export async function transferSeats(core: Core, caller: Caller, { runs, from, to, reason = null }: Transfer): Promise<void> {
  const write = newWrite(core);
  for (let tried = 1; ; tried++) {
    try {
      return await runWrite(core, caller, write, async (tx) => {
        const [accounts, claimed] = await Promise.all([tx.query(lockAccount, [caller.orgId, to]), claim(tx, caller, runs)]);
        if (accounts.length === 0) refuse("account-not-found");
        const strange = claimed.seats.filter((one) => one.state !== "sold" || one.accountId !== from);
        if (strange.length > 0) refuse("seats-not-owned", { seats: strange.map(placeOf) });
        await refuseUsed(tx, caller, claimed.seats);
        retire(tx, caller, write, claimed.seats, "reissued");
        const moves: Move[] = [];
        const seats = runs.flatMap((run) => {
          const before = claimed.of(run);
          const turn = nextTurn(before);
          // Each stays of the order line that it was sold by.
          const listed = before.map((seat) => ({ ...seat, increment: run.increment }));
          for (const { first, seats } of blocksOf(listed, (a, b) => a.orderId === b.orderId && a.line === b.line)) {
            const { orderId, line, seat: firstSeat } = first;
            const move = { ...run, firstSeat, seats: seats.length, orderId, line, reason };
            moves.push(
              { ...move, kind: "transfer-out", accountId: from, turn },
              { ...move, kind: "transfer-in", accountId: to, turn: turn + 1 },
            );
          }
          return before.map((seat) => ({
            ...seat,
            accountId: to,
            barcode: seat.barcode === null ? null : newBarcode(),
            turn: turn + 1,
          }));
        });
        sendSeats(tx, caller, seats);
        await sendMoves(core, caller, tx, write, moves);
      });
    } catch (error) {
      if (!violates(error, "event_seats_barcode") || tried === 3) throw error;
    }
  }
}
