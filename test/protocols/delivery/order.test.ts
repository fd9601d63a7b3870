import { before, describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { addKey, directoryCatchesUp } from "./organisations.ts";
import { assertRefused, client, freshRef, newCustomer, post, succeeded, type Values } from "./support.ts";

const test = await testApp({ clock: testClock() });
const by = client(test);
const bad = "9001|00000000-0000-4000-8000-000000000000|0001";
const long = "x".repeat(251);

/** Each call's bodies with one fault; the base has none. */
const bodies: Record<string, { base: Values; missing: Values; type: Values; bound: Values; nobody: Values }> = {
  GetCustomer: {
    base: { customer_id: 1408 },
    missing: {},
    type: { customer_id: "x" },
    bound: { customer_id: 1408, external_customer_ref: long },
    nobody: { customer_id: 99999999 },
  },
  CreateCustomer: {
    base: { customer: newCustomer() },
    missing: { customer: newCustomer({ first_name: undefined }) },
    type: { customer: newCustomer({ title: 1 }) },
    bound: { customer: newCustomer({ title: long }) },
    nobody: { customer: newCustomer({ external_customer_ref: "EXTREF164736" }) },
  },
  ModifyCustomer: {
    base: { customer: newCustomer({ customer_id: 1408, external_customer_ref: "EXTREF164736" }) },
    missing: { customer: newCustomer({ customer_id: 1408, first_name: undefined }) },
    type: { customer: newCustomer({ customer_id: 1408, title: 1 }) },
    bound: { customer: newCustomer({ customer_id: 1408, title: long }) },
    nobody: { customer: newCustomer({ customer_id: 99999999 }) },
  },
  CreateDelivery: {
    base: { delivery: { customer_id: 1408 } },
    missing: { delivery: { customer_id: 1408, items: [{ quantity: 1 }] } },
    type: { delivery: { customer_id: 1408, boxes: "x" } },
    bound: { delivery: { customer_id: 1408, boxes: 0 } },
    nobody: { delivery: { customer_id: 99999999 } },
  },
};

const near = { callsPerMinute: 2, networks: ["192.0.2.77/32"] };
for (const name of [...Object.keys(bodies), "GetSessionToken"]) await addKey(test, name, { key: `TIRED-${name}`, ...near });
await directoryCatchesUp();

for (const [name, { base, missing, type, bound, nobody }] of Object.entries(bodies))
  describe(`${name}'s checks`, () => {
    const tired = client(test, { company: 9001, key: `TIRED-${name}`, remoteAddress: "192.0.2.77" });
    before(async () => {
      await tired.open();
      succeeded(await tired.call("GetCustomer", { customer_id: 1408 }));
    });
    const refused = (what: string, code: number, body: Values, from = by, remoteAddress?: string) =>
      it(what, async () => assertRefused(await from.call(name, body, remoteAddress ? { remoteAddress } : {}), code));

    it("JSON before all else: 500", async () => {
      for (const remoteAddress of ["192.0.2.77", "127.0.0.1"])
        assertRefused(await post(test, name, '{"company_id":4242,', { remoteAddress }), 500);
    });
    refused("what is missing before types: 301", 301, { ...missing, company_id: "x" });
    refused("what is missing before the company: 301", 301, { ...missing, company_id: 4242 });
    refused("what is missing before the token: 301", 301, { ...missing, session_token: bad });
    refused("what is missing before the address: 301", 301, missing, tired, "127.0.0.1");
    refused("types before the company: 303", 303, { ...type, company_id: 4242 });
    refused("types before an inactive company: 303", 303, { ...type, company_id: 9002 });
    refused("types before the token: 303", 303, { ...type, session_token: bad });
    refused("types before the address: 303", 303, type, tired, "127.0.0.1");
    refused("the company before the token: 201", 201, { ...base, company_id: 4242, session_token: bad });
    refused("an inactive company before the token: 201", 201, { ...base, company_id: 9002, session_token: bad });
    refused("the company before bounds: 201", 201, { ...bound, company_id: 4242 });
    refused("the token before the address: 202", 202, { ...base, session_token: bad }, tired, "127.0.0.1");
    refused("the token before bounds: 202", 202, { ...bound, session_token: bad });
    refused("the token before the look-up: 202", 202, { ...nobody, session_token: bad });
    refused("the address before the rate: 204", 204, base, tired, "127.0.0.1");
    refused("the address before bounds: 204", 204, bound, tired, "127.0.0.1");
    refused("the rate: 205", 205, base, tired);
    refused("the rate before bounds: 205", 205, bound, tired);
    refused("the rate before the look-up: 205", 205, nobody, tired);
    it("nothing, when there is no fault", async () => succeeded(await by.call(name, base)));
  });

describe("bounds, the look-up and duplicates", () => {
  const taken = freshRef();
  before(async () => {
    succeeded(await by.createDelivery({ customer_id: 1408, external_delivery_ref: taken, delivery_date: "2026-12-01" }));
  });
  const refused = (what: string, code: number, call: string, body: Values, fields?: string[]) =>
    it(what, async () => assertRefused(await by.call(call, body), code, fields));
  const nobody = { customer_id: 99999999 };
  const day = { customer_id: 1408, delivery_date: "2026-12-01", check_delivery: true };

  refused("types before bounds: 303", 303, "GetCustomer", { customer_id: "x", external_customer_ref: long }, ["customer_id"]);
  refused("types before bounds in one object: 303", 303, "CreateCustomer", { customer: newCustomer({ title: long, dob: 1 }) }, [
    "customer.dob",
  ]);
  refused("bounds before the look-up, GetCustomer: 302", 302, "GetCustomer", { ...nobody, external_customer_ref: long });
  refused("bounds before the look-up, ModifyCustomer: 302", 302, "ModifyCustomer", {
    customer: newCustomer({ ...nobody, title: long }),
  });
  refused("bounds before the look-up, CreateDelivery: 302", 302, "CreateDelivery", {
    delivery: { ...nobody, delivery_date: "2020-01-01" },
  });
  refused(
    "bounds before duplicates, CreateCustomer: 302",
    302,
    "CreateCustomer",
    { customer: newCustomer({ external_customer_ref: "EXTREF164736", title: long }) },
    ["customer.title"],
  );
  refused(
    "bounds before duplicates, CreateDelivery: 302",
    302,
    "CreateDelivery",
    { delivery: { ...day, external_delivery_ref: taken, boxes: 0 } },
    ["delivery.boxes"],
  );
  refused("the look-up before duplicates: 401", 401, "CreateDelivery", { delivery: { ...nobody, external_delivery_ref: taken } });
  refused(
    "duplicates before the day's delivery: 302",
    302,
    "CreateDelivery",
    { delivery: { ...day, external_delivery_ref: taken } },
    ["delivery.external_delivery_ref"],
  );
  refused("the day's delivery last: 404", 404, "CreateDelivery", { delivery: { ...day, external_delivery_ref: freshRef() } });
});

describe("GetSessionToken's checks", () => {
  const key = "TIRED-GetSessionToken";
  const ask = (remoteAddress: string) => post(test, "GetSessionToken", { key, company_id: 9001 }, { remoteAddress });
  before(async () => {
    for (let call = 1; call <= 2; call++) succeeded(await ask("192.0.2.77"));
  });
  it("the address before the rate: 204", async () => assertRefused(await ask("127.0.0.1"), 204));
  it("the rate: 205", async () => assertRefused(await ask("192.0.2.77"), 205));
});
