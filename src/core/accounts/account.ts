import type { AccountNameRow } from "./queries.ts";

/** What belongs to an account and not to a name on it. */
export interface AccountData {
  readonly externalId1: string | null;
  readonly externalId2: string | null;
  /** Free text by number, "1" to "20". */
  readonly otherInfo: Readonly<Record<string, string>>;
}

/** An account's own data as the change log tells it. */
export function auditedAccount({ externalId1, externalId2, otherInfo }: AccountData): Record<string, unknown> {
  const sorted = Object.entries(otherInfo).sort(([a], [b]) => Number(a) - Number(b));
  return { externalId1, externalId2, otherInfo: sorted.length ? Object.fromEntries(sorted) : null };
}

/** The names on an account as the change log tells them. */
export function auditedNames(names: readonly AccountNameRow[]): Record<string, unknown> {
  const sorted = [...names].sort((a, b) => a.nickname_order - b.nickname_order || a.customer_id - b.customer_id);
  return { names: sorted.map((name) => ({ customerId: name.customer_id, nickname: name.nickname, order: name.nickname_order })) };
}
