import { violates } from "../../../platform/database/errors.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core, Outcome } from "../../core.ts";
import { nextNumber } from "../../organisations/blocks.ts";
import { refuse } from "../../refusal.ts";
import {
  addToTicket,
  insertValueEntry,
  takeFromTicket,
  type ValueTicket,
  valueEntryOf,
  valueTicketOfBarcode,
  valueTicketOfSeat,
} from "./queries.ts";

/** The most that a ticket can have: what the vendor's Dec(10,2) holds. */
export const mostValue = 99_999_999_99;

/** A ticket, by its barcode or by the names of its seat. */
export type TicketName =
  | { readonly barcode: number }
  | { readonly eventName: string; readonly section: string; readonly row: string; readonly seat: number };

/** Value that is put on a ticket or taken off it. */
export interface ValueChange {
  readonly ticket: TicketName;
  /** What it is good for; money unless it is given. */
  readonly item?: string;
  /** In minor units, or in pieces of the item; above zero. */
  readonly amount: number;
  readonly description?: string | null;
  /** Whoever sends the same one again learns what came of the first. */
  readonly reference?: string | null;
}

/** What became of it. */
export interface ChangedValue {
  readonly ticket: ValueTicket;
  readonly entryId: number;
  readonly item: string;
  /** What the ticket has of it now. */
  readonly balance: number;
}

const tries = 3;

/**
 * Puts value on a ticket, or takes it off. It is the ticket's, so it ends with the barcode, and is nobody's who gets the seat later. A reference that was used before changes nothing, and answers with its entry and what
 * the ticket has now. Refuses with not-there (no ticket that is sold and has a barcode), balance-too-low, reference-in-use (for another ticket, item or amount) and value-invalid.
 */
export async function changeValue(
  core: Core,
  caller: Caller,
  way: "add" | "redeem",
  { ticket: name, item = "", amount, description = null, reference = null }: ValueChange,
  outcome?: (changed: ChangedValue) => Outcome,
): Promise<ChangedValue> {
  if (!(amount >= 1 && amount <= mostValue)) refuse("value-invalid", { field: "amount", fault: "must be above zero" });
  const { orgId } = caller;
  const write = newWrite(core);
  const [ticket, entryId] = await Promise.all([findTicket(core, orgId, name), nextNumber(core, orgId, "scan")]);
  const { eventId, rowId, seat, barcode } = ticket;
  const signed = way === "add" ? amount : -amount;
  for (let tried = 1; ; tried++) {
    try {
      return await runWrite(
        core,
        caller,
        write,
        async (tx, record) => {
          const [before] = reference === null ? [] : await tx.query(valueEntryOf, [orgId, reference]);
          if (before) {
            if (before.barcode !== barcode || before.item !== item || before.amount !== signed) refuse("reference-in-use");
            return { ticket, entryId: before.entryId, item, balance: before.balance };
          }
          const values = [orgId, eventId, rowId, seat, barcode, item, amount, write.at];
          const [changed] =
            way === "add" ? await tx.query(addToTicket, [...values, mostValue]) : await tx.query(takeFromTicket, values);
          if (!changed)
            return way === "redeem"
              ? refuse("balance-too-low")
              : refuse("value-invalid", { field: "amount", fault: "is more than a ticket can have" });
          const entry = [orgId, entryId, eventId, rowId, seat, barcode, item, signed];
          tx.send(insertValueEntry, [...entry, description, reference, write.writeId, write.at]);
          const told = { barcode: [null, String(barcode)], item: [null, item], amount: [null, signed] } as const;
          record({ entity: "ticket-value", entityId: entryId, version: 1, action: way, values: told });
          return { ticket, entryId, item, balance: changed.balance };
        },
        outcome,
      );
    } catch (error) {
      // The same reference came twice at once: now the other one is found.
      if (!violates(error, "ticket_value_entries_once") || tried === tries) throw error;
    }
  }
}

async function findTicket({ db }: Pick<Core, "db">, orgId: number, name: TicketName): Promise<ValueTicket> {
  const [ticket] =
    "barcode" in name
      ? await db.read(valueTicketOfBarcode, [orgId, name.barcode])
      : await db.read(valueTicketOfSeat, [orgId, name.eventName.trim().toUpperCase(), name.section, name.row, name.seat]);
  return ticket ?? refuse("not-there", { field: "ticket" });
}
