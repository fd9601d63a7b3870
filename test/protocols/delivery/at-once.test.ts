import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { add, assertRefused, client, freshRef, look, type PdmAnswer, succeeded } from "./support.ts";

const test = await testApp({ clock: testClock() });
const by = client(test);
await by.open();

/** Makes 200 calls at once; the one that succeeded is given, all others are refused with a code that names a field. */
async function oneOf200(send: (n: number) => Promise<PdmAnswer>, code: number, fields?: readonly string[]): Promise<PdmAnswer> {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => send(n)));
  const served = answers.filter((answer) => answer.code === 101);
  for (const answer of answers) if (answer.code !== 101) assertRefused(answer, code, fields);
  assert.equal(served.length, 1);
  return served[0]!;
}

describe("200 calls at once", () => {
  it("with check_delivery make one delivery of a customer and day: 199 are told 404", async () => {
    const customer_id = await add(by);
    const delivery = { customer_id, delivery_date: "2026-07-01", check_delivery: true };
    succeeded(await oneOf200(() => by.createDelivery(delivery), 404));
    assertRefused(await by.createDelivery(delivery), 404);
  });
  it("with check_delivery make one of the default day, however the customer and the day are named", async () => {
    const external_customer_ref = freshRef();
    const customer_id = await add(by, { external_customer_ref });
    const delivery = { check_delivery: true };
    const whom = (n: number) => (n % 2 ? { customer_id } : { external_customer_ref });
    const when = (n: number) => (n % 3 ? {} : { delivery_date: "2026-06-16" });
    await oneOf200((n) => by.createDelivery({ ...delivery, ...whom(n), ...when(n) }), 404);
  });
  it("with one external_delivery_ref make one delivery: 199 are told 302", async () => {
    const external_delivery_ref = freshRef();
    const delivery = { customer_id: 1408, external_delivery_ref };
    await oneOf200(() => by.createDelivery(delivery), 302, ["delivery.external_delivery_ref"]);
  });
  it("with one external_delivery_ref for as many customers and days make one delivery", async () => {
    const [external_delivery_ref, one, two] = [freshRef(), await add(by), await add(by)];
    const day = (n: number) => `2026-07-${String(1 + (n % 30)).padStart(2, "0")}`;
    const send = (n: number) =>
      by.createDelivery({ customer_id: n % 2 ? one : two, delivery_date: day(n), external_delivery_ref });
    await oneOf200(send, 302, ["delivery.external_delivery_ref"]);
  });
  it("with both make one delivery, and none is refused otherwise", async () => {
    const customer_id = await add(by);
    const delivery = { customer_id, external_delivery_ref: freshRef(), check_delivery: true };
    const answers = await Promise.all(Array.from({ length: 200 }, () => by.createDelivery(delivery)));
    assert.equal(answers.filter(({ code }) => code === 101).length, 1);
    for (const answer of answers) if (answer.code !== 101) assertRefused(answer, [302, 404]);
  });
  it("without check_delivery make 200 deliveries with numbers of their own", async () => {
    const customer_id = await add(by);
    const answers = await Promise.all(Array.from({ length: 200 }, () => by.createDelivery({ customer_id })));
    assert.equal(new Set(answers.map((answer) => succeeded(answer).delivery.delivery_id)).size, 200);
  });
  it("with one external_customer_ref make one customer: 199 are told 302", async () => {
    const external_customer_ref = freshRef();
    const served = await oneOf200((n) => by.createCustomer({ external_customer_ref, first_name: `N${n}` }), 302, [
      "customer.external_customer_ref",
    ]);
    const { customer } = succeeded(await by.getCustomer({ external_customer_ref }));
    assert.deepEqual(customer, served.json.customer);
  });
  it("that want one reference for two customers give it to one of them", async () => {
    const external_customer_ref = freshRef();
    const customers = [await add(by), await add(by)];
    const send = (n: number) => by.modifyCustomer({ customer_id: customers[n % 2], external_customer_ref });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => send(n)));
    const owners = new Set(answers.filter(({ code }) => code === 101).map(({ json }) => json.customer.customer_id));
    assert.equal(owners.size, 1);
    for (const answer of answers) if (answer.code !== 101) assertRefused(answer, 302, ["customer.external_customer_ref"]);
    const refs = await Promise.all(customers.map(async (one) => (await look(by, one)).external_customer_ref));
    assert.deepEqual(refs.sort(), ["", external_customer_ref]);
  });
  it("that modify one customer leave it as one of them has it, whole", async () => {
    const customer_id = await add(by);
    const value = (n: number) => ({ first_name: `F${n}`, last_name: `L${n}`, address: { line_2: `A${n}` } });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => by.modifyCustomer({ customer_id, ...value(n) })));
    answers.forEach(succeeded);
    const { first_name, last_name, address } = await look(by, customer_id);
    assert.deepEqual([last_name, address.line_2], [first_name.replace("F", "L"), first_name.replace("F", "A")]);
  });
});
