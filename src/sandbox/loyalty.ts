import { newWrite, runWrite } from "../core/audit/write.ts";
import type { Caller, Core } from "../core/core.ts";
import { blankCustomer } from "../core/customers/customer.ts";
import { type NewCampaign, plainCampaign, sendCampaign } from "../core/loyalty/campaigns/make.ts";
import type { PartLists } from "../core/loyalty/campaigns/parts.ts";
import type { CustomField } from "../core/loyalty/fields.ts";
import { type LoadedMember, loadMember } from "../core/loyalty/load.ts";
import { insertField, openAccount } from "../core/loyalty/queries.ts";
import { plainUser, sendUser } from "../core/loyalty/users.ts";
import { takeBlock } from "../core/organisations/queries.ts";

/** The names of the sandbox's loyalty account (decisions.md, section 5). */
export const loyaltyNames = ["greatwidgets", "1111222233334444"];

/** Its users; the keys and passwords are public. */
export const loyaltyUsers = [
  {
    userName: "john1970",
    role: "administrator",
    key: "1959caadac9b13dcb3",
    password: "1970john",
    givenName: "John",
    callsPerMinute: null,
  },
  { userName: "kiosk1", role: "clerk", key: "kiosk1-key", password: "kiosk1-key", givenName: "Kiosk", callsPerMinute: 300 },
] as const;

const field = { shown: true, choices: [], searchable: false, unique: false, required: false } as const;

const fields: readonly CustomField[] = [
  {
    ...field,
    number: 2,
    label: "Status and cheeses",
    type: "list",
    choices: ["Single", "Married", "Gouda", "Emental", "Swiss"],
  },
  { ...field, number: 3, label: "Last visit", type: "date" },
  { ...field, number: 4, label: "Membership number", type: "text", searchable: true, unique: true },
  { ...field, number: 5, label: "Home store", type: "pick", choices: ["Store 35", "Store 36"] },
];

/** Those of seed 002 and 004's samples, and of seed 004's answer with every field. */
const members: readonly LoadedMember[] = [
  {
    customerId: 365,
    loyaltyCode: "0123456789012345",
    cardNumber: "121212",
    email: "jdoe@email.com",
    addedAt: new Date("2012-03-01T17:00:00Z"),
    data: {
      ...blankCustomer,
      givenName: "John",
      familyName: "Doe",
      phoneDay: "555-5555",
      address1: "123 Main St",
      address2: "Apt 3G",
      city: "Anytown",
      region: "ONT",
      postalCode: "55555",
      country: "Australia",
      customDate: "1970-07-14",
      customText: "Baltimore",
      registered: true,
    },
  },
  {
    customerId: 1267,
    loyaltyCode: "2345678901234567",
    cardNumber: "343435",
    email: "john.doe@workemail.com",
    addedAt: new Date("2013-05-20T16:00:00Z"),
    data: {
      ...blankCustomer,
      givenName: "John",
      familyName: "Doe",
      phoneDay: "555-7777",
      address1: "78 Side St",
      address2: "Apt 3G",
      city: "Bigtown",
      region: "CA",
      postalCode: "MX5-4F6",
      country: "Oceania",
      customDate: "1985-06-18",
      registered: true,
    },
  },
  {
    customerId: 1268,
    loyaltyCode: "89898989898989",
    cardNumber: "1212121212",
    email: null,
    addedAt: new Date("2013-06-03T16:00:00Z"),
    data: { ...blankCustomer, givenName: "John", familyName: "Doe", registered: true },
  },
  {
    customerId: 1269,
    loyaltyCode: "012345678912345",
    cardNumber: null,
    email: null,
    addedAt: new Date("2013-06-04T16:00:00Z"),
    data: { ...blankCustomer, givenName: "Ann", familyName: "Roe", registered: true },
  },
];

/** A campaign of each type (decisions.md, section 5). */
const campaigns: readonly (NewCampaign & { readonly campaignId: number })[] = [
  { ...plainCampaign, campaignId: 1111222233334444, name: "Widget points", type: "points", pointsRatio: "100" },
  { ...plainCampaign, campaignId: 2222333344445555, name: "Widget gift card", type: "giftcard" },
  { ...plainCampaign, campaignId: 3333444455556666, name: "Visits", type: "events" },
  { ...plainCampaign, campaignId: 4444555566667777, name: "Visit dollars", type: "earned", eventAmount: 1_00 },
  { ...plainCampaign, campaignId: 5555666677778888, name: "Coffee card", type: "buyx" },
];

/** What belongs to them. */
const parts: Readonly<Record<number, Partial<PartLists>>> = {
  1111222233334444: {
    rewards: [
      { rewardId: 1_000_000_001, level: 1_000, description: "A widget", identifier: null },
      { rewardId: 1_000_000_002, level: 5_000, description: "A signed widget", identifier: null },
    ],
  },
  3333444455556666: { rewards: [{ rewardId: 1_000_000_003, level: 10, description: "A free visit", identifier: null }] },
  5555666677778888: { items: [{ itemId: 96, description: "Coffee", level: 10, identifier: null }] },
};

/** Makes the sandbox's loyalty side. */
export async function fillLoyalty(core: Core, caller: Caller): Promise<void> {
  const { at } = newWrite(core);
  const hashes = await Promise.all(loyaltyUsers.map(({ password }) => core.hasher.slots.run(() => core.hasher.hash(password))));
  await core.db.transaction(async (tx) => {
    tx.send(openAccount, [caller.orgId, true]);
    for (const [index, { key, password: _, ...user }] of loyaltyUsers.entries()) {
      const made = { ...plainUser, ...user, passwordHash: hashes[index]!, keys: [key] };
      sendUser(tx, core, caller.orgId, made, at);
    }
    for (const { number, label, shown, type, choices, searchable, unique, required } of fields)
      tx.send(insertField, [caller.orgId, "customer", number, label, shown, type, choices, searchable, unique, required, at]);
  });
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    for (const { campaignId, ...campaign } of campaigns)
      sendCampaign(tx, record, caller, write, campaignId, campaign, parts[campaignId]);
    tx.send(takeBlock, [caller.orgId, "campaign-part", 3]);
  });
  await Promise.all(members.map((member) => loadMember(core, caller, member)));
}
