import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { hostile } from "../../faults/fuzz-values.ts";
import { testApp, testClock } from "../../support/app.ts";
import { fullCustomer, withField } from "./fields.ts";
import { client, post, type Values } from "./support.ts";

const test = await testApp({ clock: testClock() });
const by = client(test);
const session_token = await by.open();

const item = { item_ref: "I", description: "Tablets", quantity: 1, pack_size: "28" };
const delivery = {
  customer_id: 1408,
  fridge: true,
  delivery_date: "2026-07-01",
  boxes: 1,
  items: [item],
  notes: "n",
  check_delivery: false,
};
/** Each call with a body that is right but for its references, and the paths in it that may be something else. */
const calls: readonly { name: string; body: Values; paths: readonly string[] }[] = [
  { name: "GetSessionToken", body: { key: "A54C18709701456E654F3FE78712E73E" }, paths: ["key", "company_id"] },
  { name: "GetCustomer", body: { customer_id: 1408 }, paths: ["customer_id", "external_customer_ref"] },
  ...["CreateCustomer", "ModifyCustomer"].map((name) => {
    const { external_customer_ref: _, ...customer } = fullCustomer();
    const inside = [...Object.keys(customer), "external_customer_ref", "customer_id", "address.line_1", "address.county"];
    const paths = ["customer", ...inside.map((path) => `customer.${path}`)];
    return { name, body: { customer: { customer_id: 1408, ...customer } }, paths };
  }),
  {
    name: "CreateDelivery",
    body: { delivery },
    paths: [
      "delivery",
      ...[...Object.keys(delivery), "external_customer_ref", "external_delivery_ref", "controlled_delivery"].map(
        (path) => `delivery.${path}`,
      ),
      ...Object.keys(item).map((path) => `delivery.items[0].${path}`),
    ],
  },
];
const value = fc.oneof(
  { weight: 4, arbitrary: hostile },
  { weight: 1, arbitrary: fc.constantFrom("\u0000", "\ud800", "a\u0000") },
);
const change = (paths: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...paths, "company_id", "session_token"), value), { maxLength: 3 });
const request = fc.constantFrom(...calls).chain((call) => change(call.paths).map((changes) => ({ ...call, changes })));

/** A body as text, also of what JSON has no word for. */
const written = (body: Values): string =>
  JSON.stringify(body, (_, value) => (typeof value === "bigint" || typeof value === "symbol" ? String(value) : value));

describe("any call with any values", () => {
  it("is answered by a code of the protocol, and 500 only for what is not JSON", async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ name, body, changes }) => {
        let sent: Values = { company_id: 9001, session_token, ...body };
        // Those of the inside first: what is outside may leave none.
        for (const [path, value] of changes.toSorted(([a], [b]) => b.length - a.length)) {
          if (path.startsWith("delivery.items[0]") && !Array.isArray((sent.delivery as Values).items)) continue;
          sent = withField(sent, path, value === undefined ? null : value);
        }
        const { status, code, text, json } = await post(test, name, written(sent));
        assert.equal(status, 200, text);
        assert.ok([101, 201, 202, 301, 302, 303, 401, 404].includes(code!), `${name} ${written(sent).slice(0, 2000)}: ${text}`);
        if (code !== 101) assert.doesNotMatch(text, /select |insert |update |\n\s+at |\.ts\b|pg_|violates/i);
        assert.equal(Object.keys(json).length, code === 101 ? 2 : 1, text);
      }),
      { numRuns: 600 },
    );
  });
});
