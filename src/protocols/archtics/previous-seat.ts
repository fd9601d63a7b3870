import type { SeatPlace } from "../../core/ticketing/tickets/wanted.ts";
import { char, type DecodedFields, integer, type Mark } from "./fields.ts";

/** The inputs that say where the call before ended. */
export const previousInput = (mark: Mark) =>
  ({
    prev_event_name: char(8, "The last record's event; blank or left out: from the start", mark),
    prev_section_name: char(6, "The last record's section; left out: that event is done with", mark),
    prev_row_name: char(4, "The last record's row; left out: that section is done with", mark),
    prev_seatnum: integer("The last record's seat_num; left out: that row is done with", mark),
  }) as const;

/** Behind which seat to go on; null from the start. */
export function previousOf(values: DecodedFields<ReturnType<typeof previousInput>>): SeatPlace | null {
  const { prev_event_name: event, prev_section_name: section, prev_row_name: row, prev_seatnum: seat } = values;
  return event ? { event, section, row, seat } : null;
}
