import type { Core } from "../core.ts";
import { callsBefore, deleteCalls, insertCall, trimCalls } from "./queries.ts";

/** A call as it is kept to be looked at; whoever records it has taken the secrets out. Its members are the native API's. */
export interface RecordedCall {
  readonly at: string;
  readonly request_id: string;
  readonly protocol: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for one that can't be read, in which a secret could hide. */
  readonly body: string | null;
  /** Null when the connection was closed instead. */
  readonly status: number | null;
  readonly answer: string | null;
  readonly milliseconds: number;
  /** What the sandbox was told to do with it. */
  readonly behaviour: object | null;
}

export const mostCalls = 1_000;
const longestText = 16_384;
/** How many are let pile up beyond the most before the oldest are deleted. */
const slack = 50;

/** How many each key may record before it is trimmed; forgetting one only trims it sooner. */
const untilTrim = new Map<string, number>();
const mostKeys = 10_000;

/** Keeps a call. Long bodies are cut. */
export async function recordCall(core: Core, orgId: number, keyId: string, call: RecordedCall): Promise<void> {
  const kept = { ...call, body: cut(call.body), answer: cut(call.answer) };
  await core.db.run(insertCall, [orgId, keyId, core.ids.uuid(), JSON.stringify(kept)]);
  const left = untilTrim.get(keyId) ?? 0;
  if (untilTrim.size >= mostKeys) untilTrim.clear();
  untilTrim.set(keyId, left > 0 ? left - 1 : slack);
  if (left === 0) await core.db.run(trimCalls, [orgId, keyId, mostCalls]);
}

/** The last calls of a key, the newest first; `before`: older than the one with this id. */
export async function recordedCalls(
  core: Core,
  orgId: number,
  keyId: string,
  page: { readonly limit: number; readonly before?: string },
): Promise<(RecordedCall & { readonly call_id: string })[]> {
  await core.db.run(trimCalls, [orgId, keyId, mostCalls]);
  const rows = await core.db.read(callsBefore, [orgId, keyId, page.before ?? null, page.limit]);
  return rows.map(({ call_id, call }) => ({ call_id, ...(JSON.parse(call) as RecordedCall) }));
}

/** Forgets the calls of a key. */
export async function forgetCalls(core: Core, orgId: number, keyId: string): Promise<void> {
  await core.db.run(deleteCalls, [orgId, keyId]);
}

function cut(text: string | null): string | null {
  if (text === null || text.length <= longestText) return text;
  return `${text.slice(0, longestText)} … cut, ${text.length} characters in all`;
}
