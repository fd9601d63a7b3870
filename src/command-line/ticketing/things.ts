import { InvalidArgumentError } from "commander";
import type { Core } from "../../core/core.ts";
import type { Field } from "../../core/ticketing/catalogue/field.ts";
import type { Item, Kind } from "../../core/ticketing/catalogue/kind.ts";
import { plan } from "../../core/ticketing/catalogue/kinds/events.ts";
import { findKind, kinds } from "../../core/ticketing/catalogue/kinds.ts";
import { listItems, readItem } from "../../core/ticketing/catalogue/read.ts";
import { settable } from "../../core/ticketing/catalogue/settable.ts";
import { CommandFailed, WronglyCalled } from "../errors.ts";

/** The words for kinds, for help texts. */
export const kindWords = kinds.map(({ name }) => name).join(", ");

/** An argument that names a kind, in the singular or the plural. Throws commander's InvalidArgumentError. */
export function kindWord(text: string): Kind {
  const found = findKind(text.trim().toLowerCase());
  if (!found) throw new InvalidArgumentError(`It must be one of ${kindWords}.`);
  return found;
}

/** Things of other kinds that may stand where a reference is: prices are of plans, too. */
const alsoOf: Readonly<Record<string, Kind>> = { event: plan };

/** The one of a kind that goes by a name, or by a number where nothing has the name. Throws CommandFailed when there is none, or several have the name. */
export async function findThing(
  core: Core,
  orgId: number,
  kind: Kind,
  word: string,
  { option = kind.name as string, parent }: { readonly option?: string; readonly parent?: number | undefined } = {},
): Promise<Item> {
  const named = kind.key ? await listItems(core, orgId, kind, { key: word, parent }, 2) : [];
  if (named.length > 1)
    throw new CommandFailed(
      `${option}: several are called ${JSON.stringify(word)}; say its number, as "willcall ticketing list ${kind.plural}" shows it`,
    );
  const numbered = named.length === 0 && /^\d{1,9}$/.test(word) ? await readItem(core, orgId, kind, Number(word)) : undefined;
  const found = named[0] ?? numbered;
  if (found) return found;
  throw new CommandFailed(`${option}: there is no ${kind.title} ${JSON.stringify(word)}`);
}

/** The number of what something is in, by its name or number; of an account its number. Throws CommandFailed, and WronglyCalled for a kind that is in nothing. */
export async function parentOf(core: Core, orgId: number, kind: Kind, word: string): Promise<number> {
  const field = kind.parent && kind.fields[kind.parent];
  if (!field) throw new WronglyCalled(`--in: ${kind.plural} are in nothing`);
  return numberFor(core, orgId, field, word, "--in");
}

/** The number that a reference's word stands for. */
async function numberFor(core: Core, orgId: number, field: Field, word: string, option: string): Promise<number> {
  const to = field.type === "reference" ? findKind(field.to) : undefined;
  if (!to) {
    // Accounts are no things of the catalogue.
    if (!/^\d{1,10}$/.test(word)) throw new WronglyCalled(`${option}: must be a number`);
    return Number(word);
  }
  const other = alsoOf[to.name];
  if (!other) return (await findThing(core, orgId, to, word, { option }))[to.id] as number;
  const found = await findThing(core, orgId, to, word, { option }).catch(async (error: unknown) => {
    return findThing(core, orgId, other, word, { option }).catch(() => {
      throw error;
    });
  });
  return found[to.id] as number;
}

/** Values as --set gives them, field=value; an empty value clears. Throws WronglyCalled for what is no field, and one that is given twice. */
export function readSets(kind: Kind, given: readonly string[]): Map<string, string> {
  const fields = settable(kind);
  const sets = new Map<string, string>();
  for (const text of given) {
    const [, name = "", value = ""] = /^\s*([a-z_0-9]+)\s*=(.*)$/s.exec(text) ?? [];
    if (!name) throw new WronglyCalled(`--set: must be field=value, not ${JSON.stringify(text.slice(0, 60))}`);
    if (!Object.hasOwn(fields, name))
      throw new WronglyCalled(`--set: ${name} is no field of a ${kind.title}; there are ${Object.keys(fields).join(", ")}`);
    if (sets.has(name)) throw new WronglyCalled(`--set: ${name} is given twice`);
    sets.set(name, value);
  }
  return sets;
}

/** The same as values for the catalogue: references by the number that their names stand for. Throws CommandFailed. */
export async function valuesFrom(
  core: Core,
  orgId: number,
  kind: Kind,
  sets: ReadonlyMap<string, string>,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, text] of sets) {
    const field = kind.fields[name]!;
    if (text.trim() === "" && field.type !== "words") values[name] = null;
    else if (field.type === "reference") values[name] = await numberFor(core, orgId, field, text.trim(), `--set ${name}`);
    else values[name] = text;
  }
  return values;
}
