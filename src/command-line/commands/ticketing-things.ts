import { type Command, Option } from "commander";
import type { Field } from "../../core/ticketing/catalogue/field.ts";
import type { Item, Kind } from "../../core/ticketing/catalogue/kind.ts";
import { allItems, listItems, openItem } from "../../core/ticketing/catalogue/read.ts";
import { settable } from "../../core/ticketing/catalogue/settable.ts";
import { changeItem, createItem, numberOf, removeItem } from "../../core/ticketing/catalogue/store.ts";
import { itemToWire } from "../../protocols/rest/ticketing-catalogue-shape.ts";
import { inOurManner } from "../command.ts";
import { WronglyCalled } from "../errors.ts";
import { operator, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { plain, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { findThing, kindWord, kindWords, parentOf, readSets, valuesFrom } from "../ticketing/things.ts";
import { line } from "../values.ts";

const orgOption = ["--org <slug>", "the organisation"] as const;
const kindArgument = ["<kind>", `what it is: ${kindWords}`, kindWord] as const;
const nameArgument = ["<name>", "its name or code, or else its number", line(80)] as const;
const inOption = [
  "--in <name>",
  "what it is in, by its name or number: the manifest of a section, the event of a price",
] as const;
const setOption = (what: string) =>
  new Option("--set <field=value>", what).argParser((text: string, all: string[] = []) => [...all, text]);

interface Options {
  readonly org: string;
  readonly name?: string;
  readonly in?: string;
  readonly set?: string[];
}

/** A value for people. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(" ") || "-" : plain(String(value));
}

/** A thing with all of its fields, one a line. */
const details = (kind: Kind, item: Item): string =>
  table(
    ["FIELD", "VALUE"],
    [
      ["number", String(numberOf(kind, item))],
      ...(kind.name === "event" ? [["status", shown(item.status)]] : []),
      ...Object.keys(kind.fields).map((name) => [name, shown(item[name])]),
    ],
  );

/** The columns of a list: what had to be given, and of events where they stand. */
const columnsOf = (kind: Kind): string[] => [
  ...Object.entries(kind.fields).flatMap(([name, { required, fallback }]) => (required && fallback === undefined ? [name] : [])),
  ...(kind.name === "event" ? ["starts_at", "status"] : []),
];

/** `willcall ticketing fields`: needs no database. */
export function addTicketingFields(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("fields")
    .description("tell the fields that a kind of thing has, for --set")
    .argument(...kindArgument)
    .action((kind: Kind) => {
      const fields = Object.entries(settable(kind)).map(([name, field]) => ({ name, ...describe(field) }));
      const rows = fields.map((one) => [one.name, one.takes, `${one.meaning}${one.required ? "; required" : ""}`]);
      terminal().result({ kind: kind.name, fields }, table(["FIELD", "TAKES", "MEANING"], rows));
    });
  inOurManner(command, { examples: ["willcall ticketing fields event"] });
}

function describe(field: Field): { takes: string; meaning: string; required: boolean } {
  const required = field.required === true && field.fallback === undefined;
  return { takes: takes(field), meaning: field.meaning, required };
}

function takes(field: Field): string {
  switch (field.type) {
    case "text":
    case "code":
      return `text, at most ${field.max}`;
    case "integer":
      return "whole number";
    case "money":
      return "minor units, as 9900";
    case "decimal":
      return "number";
    case "flag":
      return "yes or no";
    case "choice":
      return field.values.join(" | ");
    case "words":
      return `some of ${field.values.join(" ")}`;
    case "instant":
      return "as 2026-10-01T19:00:00-04:00";
    case "reference":
      return `name or number: ${field.to}`;
  }
}

/** `willcall ticketing list`. */
export function addTicketingList(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("list")
    .description("list the things of a kind")
    .argument(...kindArgument)
    .requiredOption(...orgOption)
    .option("--name <name>", "only what is called so")
    .option(...inOption)
    .action(async (kind: Kind, { org, name, in: within }: Options) => {
      const { slug, items } = await withCore(terminal(), async ({ core }) => {
        const { orgId, slug } = await organisationOf(core, org);
        const parent = within === undefined ? undefined : await parentOf(core, orgId, kind, within);
        if (name !== undefined && !kind.key) throw new WronglyCalled(`--name: ${kind.plural} have no names`);
        const found =
          name === undefined ? allItems(core, orgId, kind, parent) : listItems(core, orgId, kind, { key: name, parent }, 1_000);
        return { slug, items: await found };
      });
      const columns = columnsOf(kind);
      const rows = items.map((item) => [String(numberOf(kind, item)), ...columns.map((column) => shown(item[column]))]);
      const none = `There is none. Next: willcall ticketing create ${kind.name} --org ${slug} --set ...`;
      terminal().result(
        { organisation: slug, [kind.plural]: items.map((item) => itemToWire(kind, item)) },
        rows.length ? table(["NUMBER", ...columns.map((one) => one.toUpperCase())], rows) : none,
      );
    });
  inOurManner(command, {
    examples: ["willcall ticketing list events --org arena", "willcall ticketing list prices --org arena --in GAME01"],
  });
}

/** `willcall ticketing show`. */
export function addTicketingShow(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("show")
    .description("show one thing with all of its fields")
    .argument(...kindArgument)
    .argument(...nameArgument)
    .requiredOption(...orgOption)
    .option(...inOption)
    .action(async (kind: Kind, name: string, { org, in: within }: Options) => {
      const { slug, item } = await withCore(terminal(), async ({ core }) => {
        const { orgId, slug } = await organisationOf(core, org);
        const parent = within === undefined ? undefined : await parentOf(core, orgId, kind, within);
        return { slug, item: await findThing(core, orgId, kind, name, { parent }) };
      });
      terminal().result({ organisation: slug, [kind.name]: itemToWire(kind, item) }, details(kind, item));
    });
  inOurManner(command, { examples: ["willcall ticketing show event GAME01 --org arena"] });
}

/** `willcall ticketing create`. */
export function addTicketingCreate(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("create")
    .summary("make a thing")
    .description(
      `Make a thing. Its fields come with --set, repeated; "willcall ticketing fields event" tells which an event has. A reference takes a name or a
number; money is in minor units.`,
    )
    .argument(...kindArgument)
    .requiredOption(...orgOption)
    .addOption(setOption("a field and its value; repeat for more"))
    .action(async (kind: Kind, { org, set = [] }: Options) => {
      const sets = readSets(kind, set);
      const { slug, item } = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        const values = await valuesFrom(core, organisation.orgId, kind, sets);
        const number = await createItem(core, operator(core, organisation, "ticketing create"), kind, values);
        return { slug: organisation.slug, item: await openItem(core, organisation.orgId, kind, number) };
      });
      terminal().result(
        { organisation: slug, [kind.name]: itemToWire(kind, item) },
        `Made the ${kind.title} ${numberOf(kind, item)}.\n\n${details(kind, item)}`,
      );
    });
  inOurManner(command, {
    examples: [
      'willcall ticketing create venue --org arena --set name="Great Arena" --set city=Newark',
      'willcall ticketing create event --org arena --set name=GAME09 --set season_id="2026-27" --set starts_at=2026-12-01T19:00:00-05:00',
      "willcall ticketing create price --org arena --set event_id=GAME09 --set price_code=A --set ticket_type_id=_A --set ticket=9900",
    ],
  });
}

/** `willcall ticketing change`. */
export function addTicketingChange(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("change")
    .summary("change fields of a thing")
    .description("Change fields of a thing; what is not given stays, and --set field= clears.")
    .argument(...kindArgument)
    .argument(...nameArgument)
    .requiredOption(...orgOption)
    .option(...inOption)
    .addOption(setOption("a field and its new value; repeat for more").makeOptionMandatory())
    .action(async (kind: Kind, name: string, { org, in: within, set = [] }: Options) => {
      const sets = readSets(kind, set);
      const { slug, item } = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        const { orgId } = organisation;
        const parent = within === undefined ? undefined : await parentOf(core, orgId, kind, within);
        const number = numberOf(kind, await findThing(core, orgId, kind, name, { parent }));
        const values = await valuesFrom(core, orgId, kind, sets);
        await changeItem(core, operator(core, organisation, "ticketing change"), kind, number, values);
        return { slug: organisation.slug, item: await openItem(core, orgId, kind, number) };
      });
      terminal().result(
        { organisation: slug, [kind.name]: itemToWire(kind, item) },
        `Changed the ${kind.title} ${numberOf(kind, item)}.\n\n${details(kind, item)}`,
      );
    });
  inOurManner(command, { examples: ["willcall ticketing change event GAME09 --org arena --set opponent=Gears --set url="] });
}

/** `willcall ticketing remove`. */
export function addTicketingRemove(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("remove")
    .description("remove a thing that nothing refers to")
    .argument(...kindArgument)
    .argument(...nameArgument)
    .requiredOption(...orgOption)
    .option(...inOption)
    .action(async (kind: Kind, name: string, { org, in: within }: Options) => {
      const { slug, number } = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        const { orgId, slug } = organisation;
        const parent = within === undefined ? undefined : await parentOf(core, orgId, kind, within);
        const number = numberOf(kind, await findThing(core, orgId, kind, name, { parent }));
        await removeItem(core, operator(core, organisation, "ticketing remove"), kind, number);
        return { slug, number };
      });
      terminal().result({ organisation: slug, kind: kind.name, removed: number }, `Removed the ${kind.title} ${number}.`);
    });
  inOurManner(command, { examples: ["willcall ticketing remove hold-class STAFF --org arena"] });
}
