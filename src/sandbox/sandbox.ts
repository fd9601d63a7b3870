import { setTimeout as pause } from "node:timers/promises";
import { addToGroup } from "../core/accounts/groups.ts";
import { releaseLease, takeLease } from "../core/audit/queries.ts";
import type { Caller, Core } from "../core/core.ts";
import { addCustomer } from "../core/customers/add.ts";
import { listOrganisations } from "../core/organisations/queries.ts";
import { CannotSetUp, createOrganisation, createUser } from "../core/organisations/set-up.ts";
import { recipient, sandboxCustomers } from "./customers.ts";
import { fillLoyalty, loyaltyNames } from "./loyalty.ts";
import type { ArenaSize } from "./ticketing/arena.ts";
import { fillTicketing } from "./ticketing/fill.ts";

const timeZone = "America/New_York";
const company = "9001";
const alternateIdTypes = ["OUT", "MSCRM", "MSC"];

export const sandboxSlug = "great-widgets-arena";

/** What a starter may do: the public starter key, and the keys that people make themselves at /developers. */
export const starterRights = {
  protocol: "archtics",
  products: ["sth-customer"],
  commands: ["ping", "ats_ext_test_polling", "event_search", "event_details", "customer_query", "seats_sold", "get_attendance"],
  callsPerMinute: 80,
  callsPerDay: 5_000,
} as const;

/** The sandbox's public keys (decisions.md, section 5): everyone knows them, so the sandbox is for loopback only unless somebody insists. */
const adminScopes = [
  ...["sandbox", "customers:write", "deliveries:write", "campaigns:write", "transactions:write", "organisation:write"],
  ...["ticketing:write", "seats:write", "changes:read", "audit:read"],
];
const branchKey = { protocol: "delivery", products: [], names: [company], branch: 1 } as const;

export const sandboxKeys = [
  { key: "willcall-sandbox", label: "Sandbox, everything", protocol: "archtics", products: ["sth-buy"] },
  { key: "willcall-sandbox-starter", label: "Sandbox, starter calls", ...starterRights },
  { key: "willcall-sandbox-admin", label: "Sandbox, controls", protocol: "native", products: adminScopes },
  { key: "A54C18709701456E654F3FE78712E73E", label: "Sandbox, deliveries", ...branchKey },
  {
    key: "B64C18709701456E654F3FE78712E73F",
    label: "Sandbox, deliveries, from one address",
    ...branchKey,
    networks: ["192.0.2.10"],
    callsPerMinute: 120,
  },
] as const;

/** True when the database holds no organisation yet. */
export async function isEmpty(core: Pick<Core, "db">): Promise<boolean> {
  return (await core.db.read(listOrganisations, [])).length === 0;
}

/** Makes the sandbox in an empty database. Of several starters one does, and the others wait for it. */
export async function makeSandboxOnce(core: Core, arena: ArenaSize): Promise<void> {
  const holder = core.ids.uuid();
  for (; await isEmpty(core); await pause(100)) {
    const now = Date.now();
    const [mine] = await core.db.run(takeLease, ["sandbox", holder, new Date(now), new Date(now + 60_000)]);
    if (!mine) continue;
    await makeSandbox(core, arena);
    await core.db.run(releaseLease, ["sandbox", holder]);
    return;
  }
}

/** Makes Great Widgets Arena, by the functions that everybody else's data comes in by. */
export async function makeSandbox(core: Core, arena: ArenaSize = "whole"): Promise<void> {
  try {
    await createOrganisation(core, {
      slug: sandboxSlug,
      name: "Great Widgets Arena",
      timeZone,
      currency: "USD",
      ownNetworks: ["127.0.0.0/8", "::1/128"],
      names: [
        ...["apigee", "sandbox", "db605", "dbabc612", "abcdb612", "dbtest"].map((name) => ({
          protocol: "archtics" as const,
          name,
        })),
        ...loyaltyNames.map((name) => ({ protocol: "loyalty" as const, name })),
        { protocol: "delivery", name: company },
        { protocol: "delivery", name: "9002", active: false },
      ],
      branches: [{ company, branch: 1, name: "Great Widgets Pharmacy" }],
      alternateIdTypes,
      sandbox: true,
      // The vendor's first sample gets account 128802 and customer 5262.
      lastAccount: 128_801,
      lastCustomer: 5_261,
      keys: sandboxKeys,
      fill: (orgId) => fill(core, orgId, arena),
    });
  } catch (error) {
    if (!(error instanceof CannotSetUp && error.taken)) throw error;
  }
}

async function fill(core: Core, orgId: number, arena: ArenaSize): Promise<void> {
  const caller: Caller = {
    orgId,
    timeZone,
    keyId: null,
    userName: null,
    protocol: "server",
    call: "sandbox",
    requestId: core.ids.uuid(),
  };
  for (const userName of ["user99", "user01"]) await createUser(core, core.hasher, { orgId, userName });
  await createUser(core, core.hasher, { orgId, userName: "clerk01", password: "clerk01-pwd", passwordRequired: true });
  await addCustomer(core, caller, alternateIdTypes, recipient(company));
  await Promise.all(
    sandboxCustomers.map(({ accountId, customerId, addedOn, ...customer }) =>
      addCustomer(core, caller, alternateIdTypes, {
        ...customer,
        imported: { accountId, customerId, addedAt: new Date(addedOn) },
      }),
    ),
  );
  await fillLoyalty(core, caller);
  await addToGroup(core, caller, 100_479, { groupId: 1, name: "Season ticket holders" });
  await fillTicketing(core, caller, arena);
}
