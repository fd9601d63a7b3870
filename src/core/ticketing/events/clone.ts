import { violates } from "../../../platform/database/errors.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { refuse } from "../../refusal.ts";
import { event } from "../catalogue/kinds/events.ts";
import { price } from "../catalogue/kinds/prices.ts";
import { allItems, openItem } from "../catalogue/read.ts";
import { sendItem, takeSetUpNumbers } from "../catalogue/store.ts";
import { type Values, valuesFor } from "../catalogue/values.ts";
import { namesTaken } from "./queries.ts";

/** What differs in a copy: its name and when it begins, and whatever else is given. */
export type Copy = Values & { readonly name: string; readonly starts_at: unknown };

/** Instants that keep their distance to the start. */
const relative = ["doors_at", "on_sale_at", "off_sale_at"] as const;

/**
 * Makes copies of an event, as through a season: drafts with all that it has and its prices, not its seats, sales and status. Doors and sale keep their distance to the start. All of them or none;
 * gives their numbers. Refuses with not-there, value-invalid, and name-in-use, which says whose.
 */
export async function cloneEvent(core: Core, caller: Caller, eventId: number, copies: readonly Copy[]): Promise<number[]> {
  const original = await openItem(core, caller.orgId, event, eventId);
  const prices = await allItems(core, caller.orgId, price, eventId);
  const each = 1 + prices.length;
  if (copies.length === 0) return [];
  const first = await takeSetUpNumbers(core, caller.orgId, copies.length * each);
  const own = Object.fromEntries(Object.keys(event.fields).map((name) => [name, original[name]]));
  const drafts = copies.map((copy) =>
    valuesFor(event, { ...own, ...moved(own, valuesFor(event, { ...own, ...copy })), ...copy }),
  );
  const write = newWrite(core);
  try {
    return await runWrite(core, caller, write, async (tx, record) =>
      drafts.map((values, index) => {
        const number = first + index * each;
        sendItem(tx, record, caller, write, event, number, values);
        for (const [place, one] of prices.entries()) {
          const priced = Object.fromEntries(Object.keys(price.fields).map((name) => [name, one[name]]));
          sendItem(tx, record, caller, write, price, number + 1 + place, { ...priced, event_id: number });
        }
        return number;
      }),
    );
  } catch (error) {
    if (violates(error, "events_name")) refuse("name-in-use", { field: "name", fault: await whose(core, caller, drafts) });
    throw error;
  }
}

/** Which copy's name is taken. */
async function whose({ db }: Core, { orgId }: Caller, drafts: readonly Values[]): Promise<string | undefined> {
  const names = drafts.map(({ name }) => String(name));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return `${twice} is given twice`;
  const [taken] = await db.read(namesTaken, [orgId, names]);
  return taken && `${taken.name} belongs to another event`;
}

/** The instants of a copy, as far from its start as those of the original are from its own. */
function moved(original: Values, copy: Values): Values {
  const [from, to] = [original.starts_at as Date | null, copy.starts_at as Date | null];
  if (!from || !to) return {};
  const by = to.getTime() - from.getTime();
  return Object.fromEntries(
    relative.flatMap((name) => {
      const at = original[name] as Date | null;
      return at ? [[name, new Date(at.getTime() + by)]] : [];
    }),
  );
}
