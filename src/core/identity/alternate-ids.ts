import type { AlternateId } from "../customers/customer.ts";
import { refuse } from "../refusal.ts";

/** What to do with one alternate id. An `add` without a comment leaves that of one which is there. */
export interface AlternateIdAction {
  readonly action: "add" | "delete";
  readonly type: string;
  readonly value: string;
  readonly comment?: string | null;
}

/** The organisation's own spelling of a type, which compares without case. Refuses with unknown-alternate-id-type. */
export function knownType(types: readonly string[], wanted: string): string {
  const found = types.find((type) => type.toLowerCase() === wanted.toLowerCase());
  return found ?? refuse("unknown-alternate-id-type", { field: wanted });
}

/** The alternate ids after the actions, in order. Adding one that is there updates its comment; deleting one that is not does nothing. */
export function applyActions(held: readonly AlternateId[], actions: readonly AlternateIdAction[]): AlternateId[] {
  const ids = [...held];
  for (const { action, type, value, comment } of actions) {
    const at = ids.findIndex((id) => id.type === type && id.value === value);
    if (action === "delete") {
      if (at >= 0) ids.splice(at, 1);
    } else if (at < 0) ids.push({ type, value, comment: comment ?? null });
    else if (comment !== undefined) ids[at] = { type, value, comment };
  }
  return ids;
}
