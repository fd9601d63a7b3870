import { version } from "../../version.ts";
import { isObject } from "./decode.ts";
import { refuseRequest } from "./faults.ts";

/** A request body, read: the header to echo, and the commands in their order under their own keys. */
export interface Envelope {
  readonly header: Record<string, unknown>;
  readonly commands: readonly { readonly key: string; readonly source: Record<string, unknown> }[];
}

const mostCommands = 100;
const deepest = 64;
const echoed = ["ver", "src_sys_type", "src_sys_name", "archtics_version"];

/** Reads a body whatever its Content-Type says. Refuses what is no JSON object, too deep, or without command1. */
export function readEnvelope(body: string): Envelope {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    refuseRequest("not-json");
  }
  if (!isObject(parsed)) refuseRequest("not-an-object");
  if (mayBeDeep(body) && depth(parsed) > deepest) refuseRequest("too-deep");
  const found = new Map<number, { key: string; source: unknown }>();
  let header: unknown;
  for (const [key, value] of Object.entries(parsed)) {
    const name = key.toLowerCase();
    if (name === "header") header = value;
    const number = /^command([1-9]\d{0,5})$/.exec(name)?.[1];
    if (number) found.set(Number(number), { key, source: value });
  }
  if (!found.has(1)) refuseRequest("no-command");
  if (found.size > mostCommands) refuseRequest("too-many-commands");
  const commands = [...found.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, { key, source }]) => (isObject(source) ? { key, source: ownMembers(source) } : refuseRequest("bad-command")));
  return { header: isObject(header) ? header : {}, commands };
}

/** Writes the answer: each command's JSON text under the key that it came with, and the header echoed. */
export function writeEnvelope(
  header: Record<string, unknown>,
  answers: readonly (readonly [key: string, answer: string])[],
): string {
  const echo: Record<string, unknown> = {};
  for (const key of Object.keys(header)) {
    const name = key.toLowerCase();
    const value = header[key];
    if (echoed.includes(name) && (typeof value === "number" || (typeof value === "string" && value.length <= 255)))
      echo[name] = value;
  }
  echo.ats_version = version;
  echo.result = 0;
  // The keys are command1 and the like, in the caller's spelling: nothing in them to escape.
  return `{${answers.map(([key, answer]) => `"${key}":${answer},`).join("")}"header":${JSON.stringify(echo)}}`;
}

/** The same of one command whose answer goes on with `rest`. */
export async function* streamEnvelope(
  header: Record<string, unknown>,
  [key, answer]: readonly [key: string, answer: string],
  rest: AsyncGenerator<string>,
): AsyncGenerator<string> {
  // What stands before and behind any command.
  const [before, behind] = writeEnvelope(header, [[key, "\n"]]).split("\n") as [string, string];
  yield before + answer;
  yield* rest;
  yield `}${behind}`;
}

/**
 * A command's members under lower-case names, each once: who is asked for and who is answered must not be two readings of one body.
 * The last of several spellings counts. A real client puts its parameters into a member additional_params: they count as the
 * command's own, which win over them.
 */
function ownMembers(source: Record<string, unknown>): Record<string, unknown> {
  const members: Record<string, unknown> = { __proto__: null };
  for (const key of Object.keys(source)) members[key.toLowerCase()] = source[key];
  const additional = members.additional_params;
  if (isObject(additional)) {
    const own = new Set(Object.keys(members));
    for (const key of Object.keys(additional)) if (!own.has(key.toLowerCase())) members[key.toLowerCase()] = additional[key];
  }
  return members;
}

/** The text of a command's member; undefined when it is missing or no text. */
export function textOf(source: Record<string, unknown>, name: string): string | undefined {
  const value = source[name];
  return typeof value === "string" ? value : undefined;
}

/** Whether a body opens as many objects and lists as it would take; nearly none does, and counting is cheaper than walking. */
function mayBeDeep(body: string): boolean {
  let opened = 0;
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if ((code === 0x7b || code === 0x5b) && ++opened > deepest) return true;
  }
  return false;
}

/** How deep objects and lists are nested; stops counting beyond what is allowed, so a hostile body costs no stack. */
function depth(value: unknown, limit = deepest + 1): number {
  if (typeof value !== "object" || value === null) return 0;
  if (limit === 0) return 1;
  let deepestInside = 0;
  for (const inner of Object.values(value)) {
    deepestInside = Math.max(deepestInside, depth(inner, limit - 1));
    if (deepestInside >= limit) break;
  }
  return 1 + deepestInside;
}
