import { isEmail } from "../../core/identity/email.ts";
import { type Clock, dayIn } from "../../platform/clock.ts";
import { refuseCommand } from "./command.ts";

// Rules of the customer commands about single values, each with the code that the command has for it.

/** A PIN may hold anything but control characters (decisions.md, section 2, PINs). */
export function refuseBadPin(field: string, pin: string | null | undefined, code: number): void {
  if (pin && /\p{Cc}/u.test(pin)) refuseCommand(code, `${field}: holds a control character`);
}

/** Refuses what can be no e-mail address, with `code`. */
export function refuseBadEmail(email: string | null | undefined, code: number): void {
  if (email && !isEmail(email)) refuseCommand(code, "customer.email: not an e-mail address");
}

/** Today is the organisation's. */
export function refuseFutureBirth(birthDate: string | null | undefined, timeZone: string, clock: Clock, code: number): void {
  if (birthDate && birthDate > dayIn(timeZone, clock.now())) refuseCommand(code, "customer.birth_date: lies in the future");
}

/** An alternate id needs itself and its type. */
export function refuseMissingAltIds(
  ids: readonly { alt_id?: string | null; alt_id_type?: string | null }[] | undefined,
  code: number,
): void {
  for (const [index, id] of (ids ?? []).entries()) {
    for (const name of ["alt_id_type", "alt_id"] as const)
      if (!id[name]) refuseCommand(code, `customer.alt_id_array[${index}].${name}: required`);
  }
}
