import { type Static, Type } from "typebox";
import { Refusal, type RefusalFacts, type RefusalName } from "../../core/refusal.ts";
import { holdClass } from "../../core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../core/ticketing/catalogue/read.ts";
import { findRuns } from "../../core/ticketing/inventory/find-run.ts";
import { type EventRun, seatsOf } from "../../core/ticketing/inventory/seat.ts";
import type { NativeContext } from "./call.ts";
import { type FieldFault, Problem, refuseField } from "./problems.ts";
import { tellAs } from "./refusals.ts";

/** Neighbouring seats by the names that are on the tickets. */
export const seatFields = {
  section: Type.String({ minLength: 1, maxLength: 6 }),
  row: Type.String({ minLength: 1, maxLength: 4 }),
  first_seat: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  seats: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000, description: "How many, rising from the first; 1 unless it is sent" }),
  ),
} as const;

const seatsShape = Type.Object(seatFields, { additionalProperties: false });

/** Seats of one event that a call is about. */
export const seatsInput = Type.Array(seatsShape, { minItems: 1, maxItems: 200 });

export type AskedSeats = Pick<Static<typeof seatsShape>, "section" | "row" | "first_seat" | "seats">;

/** The parameter of calls about one event. */
export const eventParams = Type.Object({ event_id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

/** The class that goes by a name. */
export const classInput = Type.String({ minLength: 1, maxLength: 20, description: "A hold class by its name, as OPEN" });

/** So many seats in one call, at most: all are locked together. */
const mostSeats = 2_000;

/** Refuses more seats than a call takes; `field` is the body's. */
export function refuseTooMany(asked: readonly AskedSeats[], field: "seats" | "lines"): void {
  const all = asked.reduce((sum, { seats = 1 }) => sum + seats, 0);
  if (all > mostSeats) refuseField(`body.${field}`, `names ${all} seats, more than ${mostSeats}`);
}

/** The number of a class by its name. Refuses with not-there. */
export async function classOf({ core, caller }: NativeContext, name: string): Promise<number> {
  return (await findItem(core, caller.orgId, holdClass, name, "hold_class")).hold_class_id as number;
}

/** Finds seats of an event by their names. Refuses with not-there for the event; a row that it has not becomes a problem that names it by `place`, its field in the body. */
export async function findAsked(
  { core, caller }: NativeContext,
  eventId: number,
  asked: readonly AskedSeats[],
  place: (index: number) => string,
): Promise<EventRun[]> {
  const named = asked.map(({ section, row, first_seat: firstSeat, seats = 1 }) => ({ section, row, firstSeat, seats }));
  try {
    return await findRuns(core, caller.orgId, eventId, named);
  } catch (error) {
    if (!(error instanceof Refusal && error.facts.field === "row_name")) throw error;
    const missing = (one: AskedSeats): boolean => `${one.section} ${one.row}` === error.facts.id;
    const errors = asked.flatMap((one, index) => {
      const message = `the event has no row ${one.row} in a section ${one.section}`;
      return missing(one) ? [{ field: `${place(index)}.row`, message }] : [];
    });
    throw new Problem(404, "A row is not there", errors);
  }
}

/** What each refusal of seats is, and what it says of a seat. */
const words: Partial<Record<RefusalName, readonly [status: number, detail: string, message: string]>> = {
  "seats-not-there": [404, "A seat is not there", "is not in the event"],
  "seats-not-open": [409, "A seat is not to be had", "is not to be had"],
  "seats-in-use": [409, "Somebody is inside on a ticket, or there is value on it", "is in use: inside, or with value on it"],
  "seats-not-owned": [409, "A seat is not in the hands that it is said to be in", "is not in those hands"],
  "value-invalid": [400, "The request can't be taken", "is named twice"],
};

/** So many seats are told of, at most. */
const mostTold = 100;

/** Does what is done to seats. Where the core refuses some, the problem names them as the caller did, under `place`, their field in the body. */
export async function namingSeats<T>(
  asked: readonly AskedSeats[],
  runs: readonly EventRun[],
  place: (index: number) => string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const told = error instanceof Refusal && error.facts.seats && words[error.refusal];
    if (!told) throw error;
    const [status, detail, message] = told;
    tellAs(error, new Problem(status, detail, faults(asked, runs, place, error.facts.seats!, message)));
    throw error;
  }
}

function faults(
  asked: readonly AskedSeats[],
  runs: readonly EventRun[],
  place: (index: number) => string,
  seats: NonNullable<RefusalFacts["seats"]>,
  message: string,
): FieldFault[] {
  return seats.slice(0, mostTold).map(({ eventId, rowId, seat }) => {
    const index = runs.findIndex((run) => run.eventId === eventId && run.rowId === rowId && seatsOf(run).includes(seat));
    const { section, row } = asked[index]!;
    return { field: place(index), message: `seat ${seat} of row ${row} in section ${section} ${message}` };
  });
}
