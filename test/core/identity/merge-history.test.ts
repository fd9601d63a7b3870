import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import { addName } from "../../../src/core/accounts/names.ts";
import { setPin } from "../../../src/core/customers/staff.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { client, customerOf, succeeded } from "../../protocols/delivery/support.ts";
import * as loyalty from "../../protocols/loyalty/support.ts";
import { testApp } from "../../support/app.ts";
import { rounds } from "../../support/counts.ts";
import { caller, merging } from "./merge-support.ts";
import { bearerOf, standing } from "./queries.ts";

const test = await testApp();
const { core, merge, undo, snapshot, record, query, assertSound } = merging(test);
const pdm = client(test);
let count = 0;
const fresh = (): string => `h${++count}`;

async function native(method: "POST" | "PATCH", path: string, payload: object) {
  const headers = { authorization: "Bearer willcall-sandbox-admin", "content-type": "application/json", "if-match": "*" };
  const response = await test.app.inject({ method, url: `/api/v1${path}`, headers, payload });
  assert.ok(response.statusCode < 500, response.payload);
  return { status: response.statusCode, json: response.json() };
}

const edit = async (values: loyalty.Values) =>
  loyalty.succeeded(await loyalty.call(test, "record_customer", { customer_action: "edit", ...values }));

/** A customer of the protocol that is named, and the account that they are on. */
const makers = {
  archtics: async (email: string) => {
    const name = { name_last: fresh(), city: fresh(), email, alt_id_array: [{ alt_id_type: "OUT", alt_id: fresh() }] };
    const { answer } = await test.command({ cmd: "customer_add", pin: "2468", name_type: "I", customer: name });
    assert.equal(answer.result, 0, JSON.stringify(answer));
    return { id: answer.cust_name_id as number, account: answer.acct_id as number };
  },
  delivery: async (email: string) => {
    const customer = { external_customer_ref: fresh(), email_address: email, dob: "1970-01-02" };
    return { id: customerOf(await pdm.createCustomer(customer)).customer_id as number, account: undefined };
  },
  native: async (email: string) => {
    const ids = [{ type: "OUT", value: "the-same" }];
    const { json } = await native("POST", "/customers", { family_name: fresh(), account: "none", email, alternate_ids: ids });
    return { id: json.customer_id as number, account: undefined };
  },
  loyalty: async (email: string) => {
    const code = fresh();
    const secrets = { customer_username: fresh(), customer_password: "pa$$w0rd", customer_PIN: "1234" };
    const own = {
      custom_date: "1980-05-06",
      custom_field: "likes cheese",
      custom_field_2: "Gouda,Swiss",
      custom_field_4: fresh(),
    };
    await edit({ code, card_number: fresh(), last_name: fresh(), email, ...secrets, ...own });
    const [bearer] = (await query(bearerOf, [code])) as { customer_id: number }[];
    return { id: bearer!.customer_id, account: undefined };
  },
} as const;
type Named = { readonly id: number; readonly account: number | undefined };
/** With the loyalty code that they had at first: it leads to them for ever. */
type Made = Named & { readonly code: string };
type Write = { readonly by: "patch" | "pdm" | "ats" | "loyalty"; readonly second: boolean };

/** What a write sets of the fields that every protocol has; each value comes once. */
async function write({ id, account, code }: Made, { by, second }: Write): Promise<Record<string, string | null>> {
  const set = { family_name: fresh(), city: fresh(), address_2: second ? fresh() : null };
  if (by === "ats" && account !== undefined) {
    const customer = {
      acct_id: account,
      cust_name_id: id,
      name_last: set.family_name,
      city: set.city,
      ...(second && { street_addr_2: set.address_2 }),
    };
    const { answer } = await test.command({ cmd: "customer_update", call_reason: "S", customer });
    assert.equal(answer.result, 0, JSON.stringify(answer));
  } else if (by === "pdm") {
    const address = { city: set.city, ...(second && { line_2: set.address_2 }) };
    succeeded(await pdm.modifyCustomer({ customer_id: id, last_name: set.family_name, address }));
  } else if (by === "loyalty") {
    await edit({ code, last_name: set.family_name, city: set.city, street2: set.address_2 ?? "" });
  } else {
    const { status, json } = await native("PATCH", `/customers/${id}`, set);
    assert.equal(status, 200, JSON.stringify(json));
  }
  return set;
}

const someone = fc.integer({ min: 0, max: 2 });
const writes = fc.record({ by: fc.constantFrom("patch", "pdm", "ats", "loyalty"), second: fc.boolean() });
const step = fc.oneof(
  fc.record({ kind: fc.constant("write"), who: someone, write: writes }),
  fc.record({ kind: fc.constantFrom("deliver", "pin", "id", "join", "card", "code", "replace"), who: someone, write: writes }),
);
type Step = { kind: string; who: number; write: Write };

async function take(made: readonly Made[], { kind, who, write: one }: Step): Promise<void> {
  const it = made[who]!;
  if (kind === "write") await write(it, one);
  else if (kind === "deliver") succeeded(await pdm.createDelivery({ customer_id: it.id }));
  else if (kind === "pin") await setPin(core, caller, it.id, "9", one.second);
  else if (kind === "card") await edit({ code: it.code, card_number: fresh(), custom_field_3: "2020-02-02" });
  else if (kind === "code") await edit({ code: it.code, new_code: "Yes" });
  else if (kind === "replace")
    loyalty.succeeded(
      await loyalty.call(test, "card_replace", { previous_code: it.code, new_card_number: fresh(), new_code: fresh() }),
    );
  else if (kind === "id") await native("PATCH", `/customers/${it.id}`, { alternate_ids: [{ type: "OUT", value: fresh() }] });
  else
    await unlessRefused(() =>
      addName(core, caller, { accountId: made[(who + 1) % 3]!.account ?? 6, customerId: it.id, nickname: "n" }),
    );
}

async function unlessRefused<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function make(kind: keyof typeof makers, email: string): Promise<Made> {
  const made = await makers[kind](email);
  return { ...made, code: (await record(made.id)).identifiers.loyaltyCode! };
}

/** Three customers with a history through every protocol; at times two of them have one e-mail. */
async function history(kinds: readonly (keyof typeof makers)[], shared: boolean, steps: readonly Step[]): Promise<Made[]> {
  const email = `${fresh()}@example.com`;
  const made: Made[] = [];
  for (const [at, kind] of kinds.entries()) {
    // One on an account comes once with it: a second would be refused.
    const own = !shared || (kind === "archtics" && kinds.indexOf("archtics") < at);
    made.push(await make(kind, own ? `${fresh()}@example.com` : email).catch(() => make(kind, `${fresh()}@example.com`)));
  }
  for (const one of steps) await take(made, one);
  return made;
}

const kinds = fc.array(fc.constantFrom("archtics", "delivery", "native", "loyalty"), { minLength: 3, maxLength: 3 });
const histories = [kinds, fc.boolean(), fc.array(step, { maxLength: 6 })] as const;

describe("a merge and its undoing", () => {
  let merges = 0;
  beforeEach(() => {
    merges = 0;
  });

  it("leave everything as it was, after any history and with another merge in between", async () => {
    await fc.assert(
      fc.asyncProperty(...histories, fc.constantFrom("none", "into", "away"), async (protocols, shared, steps, second) => {
        const made = await history(protocols, shared, steps);
        const [one, two, three] = made.map(({ id }) => id) as [number, number, number];
        const all = [one, two, three];
        const before = await snapshot(all);
        const first = await unlessRefused(() => merge(one, two));
        if (first) merges++;
        if (first && second !== "none") {
          const between = await snapshot(all);
          const other = await unlessRefused(() => (second === "into" ? merge(two, three) : merge(three, two)));
          if (other) await undo(other);
          assert.deepEqual(await snapshot(all), between);
        }
        if (first) await undo(first);
        assert.deepEqual(await snapshot(all), before);
      }),
      { numRuns: rounds(300) },
    );
    assert.ok(merges > rounds(300) / 2, `only ${merges} were not refused`);
    await assertSound();
  });

  it("leave what was written in between with whom it was meant for, and everything else as it was", async () => {
    const later = fc.array(fc.record({ toLoser: fc.boolean(), write: writes, deliver: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(...histories, later, async (protocols, shared, steps, since) => {
        const made = await history(protocols, shared, steps);
        const [survivor, loser] = made as [Made, Made, Made];
        const dataOf = async (id: number): Promise<Record<string, unknown>> => {
          const { data } = await record(id);
          return { family_name: data.familyName, city: data.city, address_2: data.address2 };
        };
        const sides = { own: await dataOf(survivor.id), theirs: await dataOf(loser.id) };
        const merged = { ...sides.own };
        const delivered = { own: 0, theirs: 0 };
        const mergeId = await unlessRefused(() => merge(survivor.id, loser.id));
        if (!mergeId) return;
        merges++;
        const start = await snapshot([survivor.id, loser.id]);
        for (const { toLoser, write: one, deliver } of since) {
          const [to, side] = toLoser ? ([loser, "theirs"] as const) : ([survivor, "own"] as const);
          for (const [field, value] of Object.entries(await write(to, one)))
            if (merged[field] !== value) merged[field] = sides[side][field] = value;
          if (deliver && ++delivered[side]) succeeded(await pdm.createDelivery({ customer_id: to.id }));
        }
        await undo(mergeId);
        assert.deepEqual({ own: await dataOf(survivor.id), theirs: await dataOf(loser.id) }, sides);
        const count = async (id: number) => (await snapshot([id])).deliveries.length;
        const [all, own] = [start.deliveries.length, await count(survivor.id)];
        assert.equal(own + (await count(loser.id)), all + delivered.own + delivered.theirs);
      }),
      { numRuns: rounds(300) },
    );
    assert.ok(merges > rounds(300) / 2, `only ${merges} were not refused`);
    await assertSound();
    assert.deepEqual(await query(standing), []);
  });
});
