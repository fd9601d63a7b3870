import { differences } from "../../audit/change.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import type { Item } from "../catalogue/kind.ts";
import { event, season } from "../catalogue/kinds/events.ts";
import { manifest } from "../catalogue/kinds/venues.ts";
import { readItem } from "../catalogue/read.ts";
import { holdItem } from "../catalogue/store.ts";
import { insertEventSeats } from "../inventory/queries.ts";
import { manifestSeats, setEventStatus } from "./queries.ts";

/**
 * Publishes a draft: from now on it has seats, those of its manifest as it is now, and can be found and sold. Gives how many. Refuses with not-there, version-differs, event-not-draft and event-without-seats (it has no
 * manifest, or that has no seats), and value-invalid (no start).
 */
export async function publishEvent(core: Core, caller: Caller, eventId: number, ifVersion?: number): Promise<number> {
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx, record) => {
    const held = await holdItem(tx, caller, event, eventId, ifVersion);
    if (held.status !== "draft") refuse("event-not-draft");
    if (!held.starts_at) return refuse("value-invalid", { field: "starts_at", fault: "is required before it is published" });
    const manifestId = (held.manifest_id ?? (await seasonOf(core, caller, held))?.manifest_id) as number | undefined;
    // Nobody puts seats into the manifest meanwhile, who would not know of this event.
    if (manifestId != null) await holdItem(tx, caller, manifest, manifestId);
    const [seated] = manifestId == null ? [] : await tx.query(manifestSeats, [caller.orgId, manifestId]);
    if (!seated || seated.seats === 0) return refuse("event-without-seats");
    const version = held.version + 1;
    tx.send(insertEventSeats, [caller.orgId, eventId, manifestId]);
    tx.send(setEventStatus, [caller.orgId, eventId, "published", version, write.at, seated.venue_id, manifestId]);
    const given = { venue_id: seated.venue_id, manifest_id: manifestId };
    const after = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, held[name] ?? value]));
    const before = Object.fromEntries(Object.keys(given).map((name) => [name, held[name]]));
    const values = differences({ ...before, status: "draft" }, { ...after, status: "published", seats: seated.seats });
    record({ entity: "event", entityId: eventId, version, action: "published", values });
    return seated.seats;
  });
}

async function seasonOf(core: Core, { orgId }: Caller, held: Item): Promise<Item | undefined> {
  return held.season_id === null ? undefined : readItem(core, orgId, season, held.season_id as number);
}

/** What each way out of a status is, and from where. */
const ways = {
  /** It does not take place: nothing of it is sold any more, its tickets open no gate, and stay whose they are until they are returned. */
  cancel: { from: ["published", "postponed"], to: "cancelled", action: "cancelled" },
  /** It will take place later; its tickets hold, and its gates are closed until it is taken up again. */
  postpone: { from: ["published"], to: "postponed", action: "postponed" },
  /** It takes place after all, at the time that it then has. */
  resume: { from: ["postponed", "cancelled"], to: "published", action: "resumed" },
} as const;
export type EventWay = keyof typeof ways;

/** Cancels, postpones or takes up an event. Refuses with not-there, version-differs and event-not-published (its status does not allow it). */
export async function setStatus(core: Core, caller: Caller, eventId: number, way: EventWay, ifVersion?: number): Promise<void> {
  const { from, to, action } = ways[way];
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    const held = await holdItem(tx, caller, event, eventId, ifVersion);
    if (!(from as readonly unknown[]).includes(held.status)) refuse("event-not-published");
    const version = held.version + 1;
    tx.send(setEventStatus, [caller.orgId, eventId, to, version, write.at, null, null]);
    record({ entity: "event", entityId: eventId, version, action, values: { status: [held.status, to] } });
  });
}
