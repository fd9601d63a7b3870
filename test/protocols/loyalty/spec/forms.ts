import assert from "node:assert/strict";
import type { TestApp } from "../../../support/app.ts";
import { john, parseXml, post, type Values, type XmlElement } from "../support.ts";

/** The containers whose children are a list in JSON, and what the children are called in XML. */
const lists: Readonly<Record<string, string>> = {
  fields: "field",
  choices: "choice",
  users: "user",
  customers: "customer",
  campaign_ids: "campaign_id",
  errors: "error",
  available_rewards: "reward",
  balances: "item",
  campaigns: "campaign",
  rewards: "reward",
  promotions: "promotion",
  buyx_items: "item",
  depreciations: "depreciation",
  fees: "fee",
  transactions: "transaction",
  items: "item",
};

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export type Said = any;

/** Whether children of the root are repeated without a container: customers, or what is named. */
type Bare = boolean | "transaction";

/** What the XML says, in the shape that JSON gives it: the mapping of section 1. */
export function saidByXml(root: XmlElement, bare: Bare = false): Said {
  if (!bare) return membersOf(root);
  const repeated = bare === true ? "customer" : bare;
  const rest = membersOf({ ...root, children: root.children.filter(({ name }) => name !== repeated) });
  return { ...rest, [`${repeated}s`]: root.children.filter(({ name }) => name === repeated).map(membersOf) };
}

function membersOf({ attributes, children }: XmlElement): Record<string, Said> {
  const members: Record<string, Said> = { ...attributes };
  for (const child of children) {
    assert.ok(!(child.name in members), `${child.name} comes twice`);
    members[child.name] = saidBy(child);
  }
  return members;
}

function saidBy(element: XmlElement): Said {
  const { name, attributes, children, text } = element;
  if (lists[name] && !text.trim()) {
    return children.map((child) => {
      assert.equal(child.name, lists[name]);
      return child.children.length ? membersOf(child) : { xml_value_to_show: child.text };
    });
  }
  if (!children.length && !Object.keys(attributes).length) return text;
  assert.equal(text.trim(), "", `${name} has text beside its children`);
  return membersOf(element);
}

/** Every scalar is a string. */
export function assertStrings(value: Said, path = "response"): void {
  if (typeof value === "string") return;
  assert.equal(typeof value, "object", `${path} is a ${typeof value}`);
  assert.notEqual(value, null, path);
  for (const [name, member] of Object.entries(value)) assertStrings(member, `${path}.${name}`);
}

/** A form that an answer can be asked for in: what asks for it, and how it is read strictly. */
export interface Form {
  readonly ask: Values;
  read(text: string, contentType: string, isSearch: Bare): Said;
}

function isJson(text: string, contentType: string): Said {
  assert.match(contentType, /^application\/json\b/);
  return JSON.parse(text);
}

export const forms: Readonly<Record<"XML" | "JSON" | "condensed" | "JSONP", Form>> = {
  XML: {
    ask: { output: undefined },
    read(text, contentType, isSearch) {
      assert.match(contentType, /xml/);
      assert.match(text, /^<\?xml version="1\.0" encoding="UTF-8"\?>/);
      const root = parseXml(text);
      assert.equal(root.name, "response");
      assert.ok(root.attributes.status, "the root has no status");
      return saidByXml(root, root.attributes.status === "success" && isSearch);
    },
  },
  JSON: {
    ask: { output: "JSON" },
    read(text, contentType) {
      const said = isJson(text, contentType);
      assert.equal(text.trimEnd(), JSON.stringify(said, null, 2));
      return said;
    },
  },
  condensed: {
    ask: { output: "json", condensed: "yes" },
    read(text, contentType) {
      const said = isJson(text, contentType);
      assert.equal(text, JSON.stringify(said));
      return said;
    },
  },
  JSONP: {
    ask: { output: undefined, callback: "shop.$show_1" },
    read(text, contentType) {
      assert.match(contentType, /^application\/javascript\b/);
      const inner = /^\/\*\*\/shop\.\$show_1\(([\s\S]*)\);?\s*$/.exec(text)?.[1];
      assert.ok(inner, text);
      return JSON.parse(inner);
    },
  },
};

/** Sends one call in one form and gives what is said. */
export async function saidIn(
  form: Form,
  test: Pick<TestApp, "app">,
  type: string,
  values: Values,
  isSearch: Bare = false,
): Promise<Said> {
  const given = Object.entries({ ...john, ...form.ask, type, ...values }).filter(([, value]) => value !== undefined);
  const body = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  const answer = await post(test, body);
  assert.equal(answer.http, 200, answer.text);
  if (form === forms.JSONP) assert.equal(answer.headers["x-content-type-options"], "nosniff");
  return form.read(answer.text, String(answer.headers["content-type"]), isSearch);
}
