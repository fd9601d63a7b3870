import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, refused, succeeded, type Values } from "../support.ts";
import { made, refusesAndChangesNothing } from "./world.ts";

const clock = testClock(new Date("2026-06-15T16:00:00Z"));
const willcall = await testApp({ clock });

await made(willcall, { code: "subject", card_number: "subject-card" });

let users = 0;

/** A new user with a role, as credentials. */
async function userOf(user_role: string, more: Values = {}): Promise<Values> {
  const user_name = `role-${user_role}-${++users}`;
  const temporary = "PQ".includes(user_role) ? { user_end_date: "2026-06-20" } : {};
  const { user } = succeeded(await call(willcall, "user_new", { user_name, user_role, ...temporary, ...more }));
  return { user_id: user.user_id, user_password: user.user_api_key, account_id: "greatwidgets" };
}

let calls = 0;

/** A representative call of each kind, new every time, after what must be there for it. */
const kinds = {
  lookUp: async () => ["customer_info", { code: "subject" }],
  find: async () => ["customer_find", { find_customer: "doe" }],
  addCustomer: async () => ["record_customer", { customer_action: "new", code: `added-${++calls}` }],
  editCustomer: async () => ["record_customer", { customer_action: "edit", code: "subject", city: `City ${++calls}` }],
  replaceCard: async () => ["card_replace", { previous_code: "subject", new_card_number: `card-${++calls}` }],
  deleteCustomer: async () => ["customer_delete", { code: await made(willcall, { code: `deleted-${++calls}` }) }],
  importCustomers: async () => [
    "customers_batch",
    { delimiter: "pipe", profile_header_1: "code", profile_header_2: "city", Customers_Data: `batch-${++calls}|Rome` },
  ],
  addField: async () => ["manage_fields", { action: "add", [`custom_field_${100 + ++calls}_label`]: "x" }],
  addTransactionField: async () => ["transaction_fields", { action: "add", [`custom_field_${100 + ++calls}_label`]: "x" }],
  deleteField: async () => {
    const field_list = `custom_field_${100 + ++calls}`;
    succeeded(await call(willcall, "manage_fields", { action: "add", [`${field_list}_label`]: "x" }));
    return ["manage_fields", { action: "delete", field_list }];
  },
  listUsers: async () => ["users_list", {}],
  addUser: async () => ["user_new", { user_name: `user-${++calls}`, user_role: "K" }],
  changeAccount: async () => ["account_update", { biz_city: `Town ${++calls}` }],
} satisfies Record<string, () => Promise<[string, Values] | (string | Values)[]>>;

type Kind = keyof typeof kinds;

const look: Kind[] = ["lookUp", "find"];
const record: Kind[] = ["addCustomer", "editCustomer", "replaceCard"];
const fields: Kind[] = ["addField", "addTransactionField"];
const users_: Kind[] = ["listUsers", "addUser"];
const deletions: Kind[] = ["deleteCustomer", "deleteField"];
const imports: Kind[] = ["importCustomers"];
const account: Kind[] = ["changeAccount"];

/** What each role may and may not do. What decisions leave open is in neither: look-ups of N and D, deletions and imports of K, H, P and Q. */
const roles: Record<string, { says: string; may: Kind[]; mayNot: Kind[] }> = {
  A: { says: "everything", may: Object.keys(kinds) as Kind[], mayNot: [] },
  M: {
    says: "everything but users and account",
    may: [...look, ...record, ...deletions, ...imports, ...fields],
    mayNot: [...users_, ...account],
  },
  S: {
    says: "as M without deletions",
    may: [...look, ...record, ...imports, ...fields],
    mayNot: [...deletions, ...users_, ...account],
  },
  N: {
    says: "campaigns, rewards, promotions, items, fields",
    may: [...fields, "deleteField"],
    mayNot: [...record, "deleteCustomer", ...imports, ...users_, ...account],
  },
  K: { says: "customers and transactions", may: [...look, ...record], mayNot: [...fields, "deleteField", ...users_, ...account] },
  H: { says: "customers and transactions", may: [...look, ...record], mayNot: [...fields, "deleteField", ...users_, ...account] },
  C: {
    says: "reports and look-ups only",
    may: look,
    mayNot: [...record, ...deletions, ...imports, ...fields, ...users_, ...account],
  },
  O: {
    says: "reports and look-ups only",
    may: look,
    mayNot: [...record, ...deletions, ...imports, ...fields, ...users_, ...account],
  },
  P: { says: "as K until their end date", may: [...look, ...record], mayNot: [...fields, "deleteField", ...users_, ...account] },
  Q: { says: "as K until their end date", may: [...look, ...record], mayNot: [...fields, "deleteField", ...users_, ...account] },
  F: {
    says: "look-ups and redemptions",
    may: look,
    mayNot: [...record, ...deletions, ...imports, ...fields, ...users_, ...account],
  },
  G: { says: "reports", may: [], mayNot: [...look, ...record, ...deletions, ...imports, ...fields, ...users_, ...account] },
  I: { says: "reports and imports", may: imports, mayNot: [...look, ...record, ...deletions, ...fields, ...users_, ...account] },
  L: { says: "as S", may: [...look, ...record, ...imports, ...fields], mayNot: [...deletions, ...users_, ...account] },
  D: {
    says: "as N without deletions",
    may: fields,
    mayNot: [...record, ...deletions, ...imports, ...users_, ...account],
  },
};

for (const [role, { says, may, mayNot }] of Object.entries(roles)) {
  test(`role ${role}: ${says}`, async () => {
    const who = await userOf(role);
    for (const kind of mayNot) {
      const [type, values] = (await kinds[kind]()) as [string, Values];
      await refusesAndChangesNothing(willcall, type, values, undefined, who);
    }
    for (const kind of may) {
      const [type, values] = (await kinds[kind]()) as [string, Values];
      const { status, text } = await call(willcall, type, values, who);
      assert.equal(status, "success", `${kind}: ${text}`);
    }
    const { user } = succeeded(await call(willcall, "user_info", {}, who));
    assert.equal(user.user_role, role);
  });
}

for (const role of ["P", "Q"]) {
  test(`${role} as K until their end date, which is a day of the organisation's time zone`, async () => {
    const who = await userOf(role);
    clock.set(new Date("2026-06-21T03:59:00Z"));
    succeeded(await call(willcall, "customer_info", { code: "subject" }, who));
    clock.set(new Date("2026-06-21T04:01:00Z"));
    for (const kind of [...look, ...record]) {
      const [type, values] = (await kinds[kind]()) as [string, Values];
      await refusesAndChangesNothing(willcall, type, values, undefined, who);
    }
    clock.set(new Date("2026-06-15T16:00:00Z"));
    await refusesAndChangesNothing(willcall, "user_new", { user_name: "endless", user_role: role }, /^user_end_date\b/);
  });
}

test("suppress_permissions: single permissions can be taken away, and given back", async () => {
  const who = await userOf("A", { suppress_permissions: "add_customer,manage_fields" });
  const permissions = async () => succeeded(await call(willcall, "user_info", {}, who)).user.user_permissions;
  assert.deepEqual([(await permissions()).add_customer, (await permissions()).edit_customer_info], ["No", "Yes"]);
  for (const kind of ["addCustomer", ...fields] as Kind[]) {
    const [type, values] = (await kinds[kind]()) as [string, Values];
    await refusesAndChangesNothing(willcall, type, values, undefined, who);
  }
  const makes = { customer_action: "edit", code: "made by an edit", city: "X" };
  await refusesAndChangesNothing(willcall, "record_customer", makes, undefined, who);
  for (const kind of [...look, "editCustomer", "replaceCard", ...deletions.slice(0, 1)] as Kind[]) {
    const [type, values] = (await kinds[kind]()) as [string, Values];
    succeeded(await call(willcall, type, values, who));
  }
  succeeded(await call(willcall, "user_update", { user_name: who.user_id, suppress_permissions: "" }));
  assert.equal((await permissions()).add_customer, "Yes");
  succeeded(await call(willcall, "record_customer", makes, who));
});

test("suppress_permissions: edit_customer_info, edit_customer_card_number and delete_customer, each by itself", async () => {
  for (const [permission, kind] of [
    ["edit_customer_info", "editCustomer"],
    ["edit_customer_card_number", "replaceCard"],
    ["delete_customer", "deleteCustomer"],
    ["look_up_customer", "lookUp"],
    ["import_customers", "importCustomers"],
  ] as const) {
    const who = await userOf("M", { suppress_permissions: permission });
    const [type, values] = (await kinds[kind]()) as [string, Values];
    await refusesAndChangesNothing(willcall, type, values, undefined, who);
    const [other, more] = (await kinds.addCustomer()) as [string, Values];
    succeeded(await call(willcall, other, more, who));
  }
});

test("a user whom user_delete removed may nothing any more", async () => {
  const who = await userOf("A");
  succeeded(await call(willcall, "customer_info", { code: "subject" }, who));
  succeeded(await call(willcall, "user_delete", { user_name: who.user_id }));
  refused(await call(willcall, "customer_info", { code: "subject" }, who), /./);
});
