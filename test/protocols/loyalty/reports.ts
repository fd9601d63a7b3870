import assert from "node:assert/strict";
import type { TestApp, TestClock } from "../../support/app.ts";
import { campaigns } from "./ledger.ts";
import { type Credentials, call, succeeded, type Values, type XmlElement } from "./support.ts";

/** When the people of reportsOf begin: half past eleven at night on 1 March in New York. When they are done it is 14 March there. */
export const reportsBegin = new Date("2026-03-02T04:30:00Z");

const { points, giftcard, buyx } = campaigns;
const day = 86_400_000;

/** Asks for reports. */
export function reportsOf(test: Pick<TestApp, "app">) {
  const report = (name: string, values: Values = {}, who?: Credentials) =>
    call(test, "reports", { report: name, ...values }, who);
  const done = async (name: string, values: Values = {}, who?: Credentials) => succeeded(await report(name, values, who));
  return { report, done };
}

/** Ann, Bob and Cid, with transactions of three days, one of them deleted. */
export async function makePeople(test: Pick<TestApp, "app">, clock: TestClock): Promise<void> {
  const add = async (code: string, more: Values) =>
    succeeded(await call(test, "record_customer", { customer_action: "new", code, ...more }));
  const earn = async (code: string, campaign_id: string, more: Values): Promise<string> =>
    succeeded(await call(test, "record_activity", { code, campaign_id, ...more })).receipt.transaction.id;

  await add("r-ann", {
    first_name: "Ann",
    last_name: '=SUM("A1")',
    card_number: "r-card",
    custom_field: "-x,y",
    custom_date: "1980-02-29",
  });
  await earn("r-ann", points, { amount: "10.00", authorization: "@first" });
  clock.pass(day);
  await add("r-bob", { first_name: "Bob", last_name: "Moe", custom_date: "1975-12-31" });
  await earn("r-bob", points, { amount: "2.50" });
  await earn("r-bob", giftcard, { amount: "30.00" });
  const gone = await earn("r-bob", points, { amount: "99.00" });
  succeeded(await call(test, "transaction_delete", { code: "r-bob", campaign_id: points, transaction_id: gone }));
  clock.pass(day);
  await earn("r-bob", buyx, { service_product: "96", buyx_quantity: 4 });
  succeeded(await call(test, "redeem", { code: "r-bob", campaign_id: giftcard, reward_to_redeem: "12.50" }));
  await add("r-cid", { first_name: "Cid", custom_date: "1990-01-01" });
  clock.pass(10 * day);
}

/** Reads CSV as RFC 4180 has it, strictly: every line ends, and has as many cells as the header. */
export function parseCsv(text: string): Record<string, string>[] {
  const lines: string[][] = [];
  let [line, at]: [string[], number] = [[], 0];
  while (at < text.length) {
    const [all, quoted, plain = "", end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(text.slice(at)) ?? [];
    assert.ok(all, `no cell at ${at}: ${text.slice(at, at + 40)}`);
    line.push(quoted?.replaceAll('""', '"') ?? plain);
    at += all.length;
    if (end !== "\r\n") continue;
    lines.push(line);
    line = [];
  }
  const [head = [], ...rows] = lines;
  return rows.map((cells) => {
    assert.equal(cells.length, head.length);
    return Object.fromEntries(head.map((name, i) => [name, cells[i]!]));
  });
}

/** The texts of an element's children, of one with children that of the last. */
export const childrenOf = ({ children }: XmlElement): Record<string, string> =>
  Object.fromEntries(children.map((one) => [one.name, one.children.at(-1)?.text ?? one.text]));
