import type { Readable } from "node:stream";
import { differences } from "../../audit/change.ts";
import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { price, ticketType } from "../catalogue/kinds/prices.ts";
import { allItems } from "../catalogue/read.ts";
import { holdItem, pick, sendChanged, sendItem, takeSetUpNumbers } from "../catalogue/store.ts";
import { valuesFor } from "../catalogue/values.ts";
import { eventsByName, pricesByKey } from "./queries.ts";
import { type Line, moneyCell, readTable, refuseCell, type Telling } from "./table.ts";

/** Columns with money, by the field they are. */
const amounts: Readonly<Record<string, string>> = {
  pc_ticket: "ticket",
  pc_tax: "tax",
  pc_licfee: "licence_fee",
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((number) => [`pc_other${number}`, `other_${number}`])),
  printed_price: "printed_price",
  inet_full_price: "online_full_price",
};

/** Columns that are taken as they are. */
const plain: Readonly<Record<string, string>> = {
  price_code_desc: "description",
  price_code_group: "code_group",
  parent_price_code: "parent_code",
  tax_rate_a: "tax_rate_a",
  tax_rate_b: "tax_rate_b",
  tax_rate_c: "tax_rate_c",
  pricing_method: "pricing_method",
  tm_price_level: "host_price_level",
  color: "color",
  inet_price_code_name: "online_name",
  inet_offer_text: "online_text",
  inet_min_tickets_per_tran: "online_least",
  inet_max_tickets_per_tran: "online_most",
  required_membership_list: "memberships",
  not_allowed: "not_allowed",
  ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`price_code_info${number}`, `info_${number}`])),
};

/** What came of a price scale. */
export interface PutPrices {
  readonly added: number;
  readonly changed: number;
}

const batch = 500;

/**
 * Reads price scales from a CSV file whose columns are those of the vendor's export (archtics-vocabulary.md, PriceCode): event_name (an event or a plan), price_code, ticket_type_code, and price or its parts pc_ticket, pc_tax,
 * pc_licfee, pc_other1 to 8. A price that is there is changed, another made. 500 lines at a time, each time all or none; what is wrong in a line ends the import there. Refuses with value-invalid and not-there.
 */
export async function importPrices(
  core: Core,
  caller: Caller,
  source: Readable | string,
  { done }: Telling = {},
): Promise<PutPrices> {
  const types = new Map((await allItems(core, caller.orgId, ticketType)).map((one) => [String(one.code).toUpperCase(), one]));
  const sum = { added: 0, changed: 0 };
  let lines: Line[] = [];
  let read = 0;
  const put = async (): Promise<void> => {
    if (lines.length === 0) return;
    const came = await putLines(core, caller, lines, types as never);
    sum.added += came.added;
    sum.changed += came.changed;
    read += lines.length;
    lines = [];
    done?.(read);
  };
  for await (const line of readTable(source, ["event_name", "price_code"])) {
    lines.push(line);
    if (lines.length === batch) await put();
  }
  await put();
  return sum;
}

async function putLines(
  core: Core,
  caller: Caller,
  lines: readonly Line[],
  types: ReadonlyMap<string, { readonly ticket_type_id: number }>,
): Promise<PutPrices> {
  const names = [...new Set(lines.map(({ cells }) => cells.event_name?.toUpperCase() ?? ""))];
  const events = new Map((await core.db.run(eventsByName, [caller.orgId, names])).map((one) => [one.name, one.event_id]));
  const wanted = lines.map((line) => {
    const { number, cells } = line;
    const eventId = events.get(cells.event_name?.toUpperCase() ?? "");
    const type = types.get((cells.ticket_type_code ?? "_A").toUpperCase());
    if (eventId === undefined) return refuseCell(number, "event_name", `is no event: ${cells.event_name?.slice(0, 40) ?? ""}`);
    if (!type)
      return refuseCell(number, "ticket_type_code", `is no type of ticket: ${cells.ticket_type_code?.slice(0, 40) ?? "_A"}`);
    return { line, given: valuesOfLine(line, eventId, type.ticket_type_id) };
  });
  const held = await core.db.run(pricesByKey, [
    caller.orgId,
    wanted.map(({ given }) => given.event_id),
    wanted.map(({ given }) => given.price_code),
    wanted.map(({ given }) => given.ticket_type_id),
  ]);
  const key = (one: Record<string, unknown>): string => `${one.event_id} ${one.ticket_type_id} ${one.price_code}`;
  const known = new Map(held.map((one) => [key(one as never), one.price_id]));
  const first = await takeSetUpNumbers(core, caller.orgId, wanted.length);
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx, record) => {
    const came = { added: 0, changed: 0 };
    for (const [index, { given }] of wanted.entries()) {
      const number = known.get(key(given));
      if (number === undefined) {
        sendItem(tx, record, caller, write, price, first + index, valuesFor(price, given));
        known.set(key(given), first + index);
        came.added++;
        continue;
      }
      const before = await holdItem(tx, caller, price, number);
      const values = valuesFor(price, given, before);
      if (Object.keys(differences(pick(price, before), values)).length === 0) continue;
      sendChanged(tx, record, caller, write, price, number, before, values);
      came.changed++;
    }
    return came;
  });
}

function valuesOfLine(line: Line, eventId: number, typeId: number): Record<string, unknown> {
  const { number, cells } = line;
  if (!cells.price_code) refuseCell(number, "price_code", "is required");
  const values: Record<string, unknown> = { event_id: eventId, price_code: cells.price_code, ticket_type_id: typeId };
  for (const [column, field] of Object.entries(amounts)) {
    const amount = moneyCell(line, column);
    if (amount !== undefined) values[field] = amount;
  }
  const whole = moneyCell(line, "price");
  if (whole !== undefined && values.ticket === undefined) {
    const others = ["tax", "licence_fee", "other_1", "other_2", "other_3", "other_4", "other_5", "other_6", "other_7", "other_8"];
    // A whole price has the parts that the line names and no others, so that it comes to just that.
    for (const name of others) values[name] ??= 0;
    values.ticket = others.reduce((left, name) => left - (values[name] as number), whole);
  }
  if (values.ticket === undefined) refuseCell(number, "price", "is required, or pc_ticket");
  if ((values.ticket as number) < 0) refuseCell(number, "price", "is less than its parts");
  for (const [column, field] of Object.entries(plain)) if (cells[column] !== undefined) values[field] = cells[column];
  for (const [column, field] of [
    ["pc_sellable", "sellable"],
    ["inet_pc_sellable", "online_sellable"],
  ] as const)
    if (cells[column] !== undefined) values[field] = cells[column].toUpperCase() === "Y";
  return values;
}
