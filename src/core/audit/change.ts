import { createHash, randomBytes } from "node:crypto";

/** What the change log tells changes of. */
export const entities = [
  ...(["customer", "account", "delivery", "loyalty-account", "campaign", "transaction"] as const),
  ...(["venue", "manifest", "section", "seat-row", "season", "event", "plan", "item-set", "ticket-type", "price"] as const),
  ...(["hold-class", "class-attribute", "delivery-method", "payment-type", "service-charge", "account-rep", "note"] as const),
  ...(["order", "seats", "scan", "ticket-value"] as const),
] as const;
export type Entity = (typeof entities)[number];

/** Field to what it was and what it is; null for nothing. Secrets stand as the words none, set and temporary. */
export type FieldChanges = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** One entity's change in a write. */
export interface Change {
  readonly entity: Entity;
  readonly entityId: number;
  /** The entity's version after it. */
  readonly version: number;
  readonly action: string;
  readonly values: FieldChanges;
  /** Of a customer: the one who was asked for and has been merged into it. Undoing the merge hands the change on. */
  readonly meantFor?: number;
}

/** The fields whose value differs, compared as JSON; a missing one counts as null. */
export function differences(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): FieldChanges {
  const changes: Record<string, [unknown, unknown]> = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const from = before[field] ?? null;
    const to = after[field] ?? null;
    if (from !== to && JSON.stringify(from) !== JSON.stringify(to)) changes[field] = [from, to];
  }
  return changes;
}

/** The values' text with the salt and digest that let it be checked, and later erased without breaking the chain. */
export function sealValues(values: FieldChanges): { salt: Buffer; text: string; digest: Buffer } {
  const salt = randomBytes(16);
  const text = JSON.stringify(values);
  return { salt, text, digest: digestOf(salt, text) };
}

/** SHA-256 over the salt and the values' text. */
export function digestOf(salt: Buffer, text: string): Buffer {
  return createHash("sha256").update(salt).update(text).digest();
}
