import type { Caller, Core } from "../../core.ts";
import type { CustomerRecord } from "../../customers/record.ts";
import { fold, gramsOfPart, searched, searchedTexts } from "../../customers/search-grams.ts";
import type { CustomField } from "../fields.ts";
import { anybody, type Found, findByPlan, type Plan } from "./pages.ts";

/** What is looked for: one of the alternatives, each of which is words that must all be there. */
export type Alternatives = readonly (readonly string[])[];

/** The alternatives that a text stands for: blanks are AND, commas OR, and AND binds tighter (loyalty.md, section 4). Folded. */
export function alternativesOf(text: string): Alternatives {
  const words = text.split(",").map((one) => fold(one).split(/\s+/u).filter(Boolean));
  return words.filter((one) => one.length > 0);
}

/** Whether texts hold each word of one of the alternatives as a part, be it in one text or in several. */
export function holdWords(texts: readonly string[], alternatives: Alternatives): boolean {
  const folded = texts.map(searched);
  return alternatives.some((words) => words.every((word) => folded.some((one) => one.includes(word))));
}

/** The customers in whose fields the words of a text are; without words all customers. */
export function findMembers(
  core: Pick<Core, "db">,
  caller: Caller,
  fields: readonly CustomField[],
  text: string,
): Promise<Found> {
  return findByPlan(core, caller, planOf(caller.orgId, fields, alternativesOf(text)));
}

function planOf(orgId: number, fields: readonly CustomField[], alternatives: Alternatives): Plan {
  if (alternatives.length === 0) return { grams: undefined, finds: anybody };
  const numbers = new Set(fields.map((field) => String(field.number)));
  const finds = ({ data, identifiers }: CustomerRecord): boolean => {
    // What is left of a field that has been deleted is not there any more.
    const own = Object.entries(data.customFields ?? {}).filter(([number]) => numbers.has(number));
    return holdWords(searchedTexts({ ...data, customFields: Object.fromEntries(own) }, identifiers), alternatives);
  };
  const grams = alternatives.map((words) => [...new Set(words.flatMap((word) => gramsOfPart(orgId, word)))]);
  // An alternative without grams may be anybody's.
  return { grams: grams.every((list) => list.length > 0) ? grams : undefined, finds };
}
