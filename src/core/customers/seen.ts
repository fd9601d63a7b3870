import type { CustomerData } from "./customer.ts";

/**
 * What a replacement through a protocol makes of a customer. `sent` is what the protocol was told, `seen` what it shows of the customer
 * as it is, both in the core's terms. What comes back as it was shown is left alone, so that a value which the protocol can only show in part
 * (cut to its length, without spaces, or not at all) is not lost by a caller who reads, changes one thing and sends everything back; and
 * a field that the protocol does not have, and which is therefore not in `sent`, stays (docs/one-customer.md).
 */
export function replacedThrough<T extends Partial<CustomerData>>(held: CustomerData, seen: T, sent: T): CustomerData {
  const next: Record<string, unknown> = { ...held };
  for (const field of Object.keys(sent) as (keyof CustomerData)[]) {
    if ((sent[field] ?? null) !== (seen[field] ?? null)) next[field] = sent[field] ?? null;
  }
  return next as unknown as CustomerData;
}

/** The same for an e-mail. */
export function emailThrough(held: string | null, seen: string | null, sent: string | null): string | null {
  return sent === seen ? held : sent;
}
