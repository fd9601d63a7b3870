import { BadBehaviour, type Behaviour, checkBehaviour, longestDelayMs, mostTimes, type TimedBehaviour } from "./behaviour.ts";

/** The header by which a call in a sandbox brings its own behaviour along (docs/sandbox.md); elsewhere nobody reads it. */
export const sandboxHeader = "willcall-sandbox";

/** A behaviour that a call brings along. */
export interface Brought extends TimedBehaviour {
  /** Tells the calls that are counted together, whatever they say. */
  readonly id?: string;
}

const numbers = {
  delay_ms: [0, longestDelayMs],
  http_status: [200, 599],
  result: [0, 99_999],
  times: [1, mostTimes],
} as const;

/** Reads the header, as in `delay_ms=2000; drop_answer; times=2`. Throws BadBehaviour, which names the member. */
export function readHeader(text: string): Brought {
  const given = new Map<string, number | true>();
  let id: string | undefined;
  for (const part of text.split(";")) {
    const [name = "", value] = part.split("=", 2).map((one) => one.trim());
    if (name === "" && value === undefined) continue;
    const bounds = Object.hasOwn(numbers, name) ? numbers[name as keyof typeof numbers] : undefined;
    if (bounds) {
      const number = /^\d{1,9}$/.test(value ?? "") ? Number(value) : Number.NaN;
      if (!(number >= bounds[0] && number <= bounds[1])) bad(`${name}: must be a whole number from ${bounds[0]} to ${bounds[1]}`);
      given.set(name, number);
    } else if (name === "poll" || name === "drop_answer") {
      if (value !== undefined) bad(`${name}: takes no value`);
      given.set(name, true);
    } else if (name === "id") {
      if (!/^[\w.-]{1,64}$/.test(value ?? "")) bad("id: 1 to 64 letters, digits, dots, dashes and underscores");
      id = value;
    } else bad(`${name.slice(0, 40)}: there are delay_ms, poll, drop_answer, http_status, result, times and id`);
  }
  const number = (name: keyof typeof numbers) => given.get(name) as number | undefined;
  const behaviour: Behaviour = {
    delayMs: number("delay_ms"),
    poll: given.has("poll") || undefined,
    dropAnswer: given.has("drop_answer") || undefined,
    httpStatus: number("http_status"),
    result: number("result"),
  };
  checkBehaviour(behaviour);
  return { behaviour, times: number("times"), id };
}

function bad(what: string): never {
  throw new BadBehaviour(what);
}
