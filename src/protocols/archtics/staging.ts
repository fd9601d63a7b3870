import {
  BadBehaviour,
  type Behaviour,
  checkBehaviour,
  longestDelayMs,
  mostTimes,
  readStage,
  type TimedBehaviour,
  takeBrought,
  takeSet,
} from "../../core/sandbox/behaviour.ts";
import { turned } from "../../core/sandbox/clock.ts";
import { Fault, refuseRequest } from "./faults.ts";
import type { ArchticsParts } from "./gateway.ts";
import type { Call } from "./polling.ts";

/** The header by which a call in a sandbox brings its own behaviour along (docs/sandbox.md); elsewhere nobody reads it. */
export const sandboxHeader = "willcall-sandbox";

/** A call in a sandbox, and the parts with that sandbox's clock. */
export interface Staged {
  readonly parts: ArchticsParts;
  readonly call: Call;
}

/** Prepares a call in a sandbox. Refuses with bad-sandbox-header, and with wrong-key when the key has ended by the sandbox's clock. */
export async function stageCall(parts: ArchticsParts, call: Call, header: string | undefined): Promise<Staged> {
  const { organisation, key, dsn } = call.access;
  const { orgId } = organisation;
  const brought = header === undefined ? undefined : readHeader(header);
  const { aheadMs, set } = await readStage(parts.core, orgId, key?.keyId);
  const core = turned(parts.core, aheadMs);
  if (key?.expiresAt && key.expiresAt <= core.clock.now()) refuseRequest("wrong-key");
  const behave = async (): Promise<Behaviour | undefined> => {
    if (!brought) return set && takeSet(core, orgId, key?.keyId, set);
    const mark = JSON.stringify(brought.id === undefined ? [header, dsn, call.body] : [brought.id]);
    return takeBrought(core, orgId, key?.keyId, brought, mark);
  };
  return { parts: { ...parts, core }, call: { ...call, behave } };
}

interface Brought extends TimedBehaviour {
  /** Tells the calls that are counted together, whatever they say. */
  readonly id?: string;
}

const numbers = {
  delay_ms: [0, longestDelayMs],
  http_status: [200, 599],
  result: [0, 99_999],
  times: [1, mostTimes],
} as const;

/** Reads the header, as in `delay_ms=2000; drop_answer; times=2`. Refuses with bad-sandbox-header, which names the member. */
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
  try {
    checkBehaviour(behaviour);
  } catch (error) {
    if (error instanceof BadBehaviour) bad(error.message);
    throw error;
  }
  return { behaviour, times: number("times"), id };
}

function bad(what: string): never {
  throw new Fault("bad-sandbox-header", undefined, what);
}
