import { InvalidArgumentError } from "commander";
import { isCalendarDay } from "../platform/clock.ts";
import { networks } from "../platform/networks.ts";

/** Reads one option's text; throws InvalidArgumentError, which commander reports with the option's name. */
export type Read<T> = (text: string) => T;

const bad = (message: string): never => {
  throw new InvalidArgumentError(message);
};

/** For an option that may come more than once; a value that was given twice counts once. */
export function repeated<T>(read: Read<T>): (text: string, earlier: T[] | undefined) => T[] {
  return (text, earlier = []) => {
    const value = read(text);
    return earlier.includes(value) ? earlier : [...earlier, value];
  };
}

/** A reader of an option that takes a whole number between two bounds. What it makes throws commander's InvalidArgumentError. */
export function wholeNumber(least: number, most: number): Read<number> {
  return (text) => {
    const number = Number(text);
    return /^\d{1,16}$/.test(text) && number >= least && number <= most
      ? number
      : bad(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Numbers that vendors show: customers, accounts. */
export const vendorNumber = wholeNumber(1, 2_147_483_647);

/** The word none, or what `read` takes. It stays a word here, since commander takes null for a failure. */
export function orNone<T>(read: Read<T>): Read<T | "none"> {
  return (text) => (text.toLowerCase() === "none" ? "none" : read(text));
}

/** Text of one line, trimmed. */
export function line(most: number): Read<string> {
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === "") return bad("It must not be empty.");
    if ([...trimmed].length > most) return bad(`It must not be longer than ${most} characters.`);
    return /\p{Cc}/u.test(trimmed) || !trimmed.isWellFormed() ? bad("It must be plain text of one line.") : trimmed;
  };
}

/** A DSN as the directory spells it. The protocol has 32 characters for it. */
export const dsn: Read<string> = (text) => {
  const name = line(32)(text).toLowerCase();
  return /\s/.test(name) ? bad("It must not hold spaces.") : name;
};

/** A company of the delivery protocol: its number, as text. */
export const company: Read<string> = (text) => String(vendorNumber(text.trim()));

/** An option that takes an address or a network in CIDR notation. Throws commander's InvalidArgumentError. */
export const network: Read<string> = (text) => {
  try {
    networks([text.trim()]);
    return text.trim();
  } catch {
    return bad("It must be an address or a network, as in 10.1.0.0/16.");
  }
};

/** A day (its beginning) or an instant in ISO 8601; UTC unless it has an offset. It must lie ahead. */
export const futureInstant: Read<Date> = (text) => {
  const [, day, time = "T00:00", offset = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(text.trim().replace(" ", "T")) ?? [];
  const instant = new Date(`${day}${time}${offset}`);
  if (!day || !isCalendarDay(day) || Number.isNaN(instant.getTime()))
    return bad("It must be a day or a time in ISO 8601, as in 2027-06-30 or 2027-06-30T18:00Z.");
  return instant > new Date() ? instant : bad("It must lie in the future.");
};

/** An argument that takes a UUID, given back in lower case; `what` says whose. Throws commander's InvalidArgumentError. */
const uuidOf =
  (what: string): Read<string> =>
  (text) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim()) ? text.trim().toLowerCase() : bad(`It must be ${what}.`);

export const uuid = uuidOf('a key\'s id, as "willcall key list" shows it; the key itself is not kept');
export const certificateId = uuidOf('a certificate\'s id, as "willcall certificate list" shows it');
