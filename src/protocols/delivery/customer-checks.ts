import { today } from "../../core/today.ts";
import type { CallContext } from "./call.ts";

/** Nobody is born after today, which is the organisation's. */
export function futureBirth({ core, organisation }: CallContext, born: string | undefined): string[] {
  return born !== undefined && born > today(core, organisation.timeZone) ? ["customer.dob"] : [];
}
