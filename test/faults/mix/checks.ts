import type { AuditedChange } from "../../../src/core/audit/queries.ts";
import type { Replayed } from "../../../src/core/audit/replay.ts";
import type { Card } from "./card.ts";
import { attempts } from "./card.ts";
import type { Asked, Ledger } from "./ledger.ts";

/** A customer's change, with the write that it was asked for by. */
interface Found {
  readonly change: AuditedChange;
  readonly asked: Asked | undefined;
  readonly values: Record<string, [before: unknown, after: unknown]>;
}

/** Every change that carries a marker, in the order of the log. */
export function findWrites(ledger: Ledger, changes: readonly AuditedChange[]): Found[] {
  return changes.flatMap((change) => {
    const values = JSON.parse(change.field_values ?? "{}");
    const marker = values.address1?.[1];
    return typeof marker === "string" && marker.startsWith("write ") ? [{ change, values, asked: ledger.asked.get(marker) }] : [];
  });
}

/** Whether each write is there as often as its answer says: once, not at all, or, unanswered, at most once. */
export function checkWrites(ledger: Ledger, found: readonly Found[]): string[] {
  const byMarker = Map.groupBy(found, ({ values }) => values.address1![1] as string);
  const faults = [...byMarker.keys()].filter((marker) => !ledger.asked.has(marker)).map((marker) => `nobody asked for ${marker}`);
  for (const asked of ledger.asked.values()) {
    const there = byMarker.get(asked.marker) ?? [];
    const [least, most] = { done: [1, 1], refused: [0, 0], unknown: [0, 1] }[asked.outcome] as [number, number];
    if (there.length < least || there.length > most)
      faults.push(`${asked.marker}, whose outcome is ${asked.outcome}, is there ${there.length} times`);
    const [one] = there;
    if (!one) continue;
    if (asked.ids && (one.change.entity_id !== asked.ids.customerId || one.change.action !== "added"))
      faults.push(`${asked.marker} was answered ${asked.ids.customerId} and ${one.change.action} ${one.change.entity_id}`);
    if (asked.newPin && !one.values.pin) faults.push(`${asked.marker} did not set its PIN`);
  }
  return faults;
}

/** Whether nothing that was answered before another was sent comes after it. */
export function checkOrder(found: readonly Found[]): string[] {
  const faults: string[] = [];
  for (const [id, ofOne] of Map.groupBy(found, ({ change }) => change.entity_id)) {
    let latest: Asked | undefined;
    for (const { asked } of ofOne.toSorted((a, b) => a.change.version - b.change.version)) {
      if (!asked) continue;
      if (latest && asked.answeredAt < latest.sentAt)
        faults.push(`customer ${id} has ${latest.marker} before ${asked.marker}, which was answered earlier than that was sent`);
      if (!latest || asked.sentAt > latest.sentAt) latest = asked;
    }
  }
  return faults;
}

/** Whether every e-mail is one customer's, as far as it was added, and every added customer on its account, once. */
export function checkAdds(
  ledger: Ledger,
  found: readonly Found[],
  emails: ReadonlyMap<string, number>,
  entities: ReadonlyMap<string, Replayed>,
): string[] {
  const faults: string[] = [];
  const added = new Set(found.filter(({ change }) => change.action === "added").map(({ asked }) => asked?.email));
  for (const email of new Set([...ledger.asked.values()].map((one) => one.email))) {
    const count = email === undefined ? 0 : (emails.get(email) ?? 0);
    if (email && count !== (added.has(email) ? 1 : 0)) faults.push(`${email} is there ${count} times`);
  }
  for (const { marker, ids } of ledger.asked.values()) {
    if (!ids) continue;
    const names = (entities.get(`account ${ids.accountId}`)?.names ?? []) as { customerId: number }[];
    const times = names.filter(({ customerId }) => customerId === ids.customerId).length;
    if (times !== 1) faults.push(`${marker} is ${times} times on account ${ids.accountId}`);
  }
  return faults;
}

/** Whether accounts were locked no more often than somebody asked for it, or sent wrong PINs enough. */
export function checkLocks(ledger: Ledger, changes: readonly AuditedChange[]): string[] {
  const locked = changes.filter(({ action }) => action === "locked");
  return [...Map.groupBy(locked, ({ entity_id }) => entity_id)].flatMap(([id, times]) => {
    const most = (ledger.locks.get(id) ?? 0) + Math.floor((ledger.wrongPins.get(id) ?? 0) / attempts);
    return times.length > most ? [`account ${id} was locked ${times.length} times instead of ${most} at most`] : [];
  });
}

/** Whether the accounts that one caller wrote to hold what it was told last, or what it was never told. */
export function checkCards(cards: readonly Card[], entities: ReadonlyMap<string, Replayed>): string[] {
  return cards.flatMap((card) => {
    const held = entities.get(`customer ${card.customerId}`)?.address1 as string;
    const locked = entities.get(`account ${card.accountId}`)?.locked;
    return [
      ...(held === card.marker || card.strayMarkers.has(held)
        ? []
        : [`account ${card.accountId} ends with ${held}, not ${card.marker}`]),
      ...(card.locked === undefined || card.locked === locked
        ? []
        : [`account ${card.accountId} ends locked: ${locked}, not ${card.locked}`]),
    ];
  });
}

/** The PIN that each card's primary name has, as the log tells it. */
export function pinsOf(cards: readonly Card[], found: readonly Found[]): Map<Card, string> {
  const last = new Map(found.filter(({ values }) => values.pin).map(({ change, asked }) => [change.entity_id, asked?.newPin]));
  return new Map(cards.map((card) => [card, last.get(card.customerId) ?? ""]));
}

/** Whether the log's numbers are 1, 2, 3 and so on, and whoever followed it meanwhile was told just that. */
export function checkLog(changes: readonly AuditedChange[], followed: readonly string[]): string[] {
  const faults = changes.flatMap(({ seq }, i) => (seq === i + 1 ? [] : [`change ${seq} stands at place ${i + 1}`])).slice(0, 3);
  const told = changes.map(placeOf);
  const differs = told.findIndex((one, i) => one !== followed[i]);
  if (differs >= 0) faults.push(`a follower was told ${followed[differs]} where the log has ${told[differs]}`);
  if (followed.length > told.length) faults.push(`a follower was told ${followed.length} changes of ${told.length}`);
  return faults;
}

/** A change as a follower remembers it. */
export function placeOf({ seq, write_id, part }: Pick<AuditedChange, "seq" | "write_id" | "part">): string {
  return `${seq} ${write_id} ${part}`;
}
