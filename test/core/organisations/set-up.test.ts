import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findOrganisationBySlug, listOrganisations } from "../../../src/core/organisations/queries.ts";
import {
  CannotSetUp,
  createApiKey,
  createOrganisation,
  createUser,
  type NewOrganisation,
  type NewUser,
} from "../../../src/core/organisations/set-up.ts";
import { createCore } from "../../../src/parts.ts";
import { testConfig } from "../../support/config.ts";
import { openTestDatabase, testDatabase } from "../../support/database.ts";

const core = createCore(testConfig.config(), openTestDatabase(await testDatabase("empty")));

/** A refusal whose message names the field, and which says whether something was taken. */
const refusal = (field: string, taken: boolean) => (error: unknown) =>
  error instanceof CannotSetUp && error.message.startsWith(`${field}: `) && error.taken === taken;

const arena: NewOrganisation = {
  slug: "arena",
  name: "Arena",
  timeZone: "Europe/Berlin",
  currency: "EUR",
  names: [{ protocol: "archtics", name: "arena" }],
};
const orgId = await createOrganisation(core, arena);

describe("an organisation", () => {
  const wrong: [string, string, Partial<NewOrganisation>][] = [
    ["an empty slug", "slug", { slug: "" }],
    ["a slug with capitals", "slug", { slug: "Other" }],
    ["a slug that begins with a dash", "slug", { slug: "-other" }],
    ["a slug of 64", "slug", { slug: "x".repeat(64) }],
    ["a blank name", "name", { name: "  " }],
    ["a currency in small letters", "currency", { currency: "eur" }],
    ["a currency of four letters", "currency", { currency: "EURO" }],
    ["an unknown time zone", "time zone", { timeZone: "Mars/Olympus" }],
    ["an abbreviated time zone", "time zone", { timeZone: "EST" }],
  ];
  for (const [what, field, change] of wrong) {
    it(`is not made with ${what}`, async () => {
      await assert.rejects(createOrganisation(core, { ...arena, slug: "other", names: [], ...change }), refusal(field, false));
      assert.equal((await core.db.read(listOrganisations, [])).length, 1);
    });
  }

  it("is not made with a slug or a protocol's name that another has", async () => {
    await assert.rejects(createOrganisation(core, { ...arena, names: [] }), refusal("slug", true));
    const names = [{ protocol: "archtics" as const, name: "ARENA" }];
    await assert.rejects(createOrganisation(core, { ...arena, slug: "other", names }), refusal("names", true));
    assert.deepEqual(await core.db.read(findOrganisationBySlug, ["other"]), []);
  });
});

describe("a key", () => {
  it("is not made twice, not even for another organisation", async () => {
    const given = { orgId, label: "shop", protocol: "archtics", products: ["sth-buy"], key: "arena-key" } as const;
    await createApiKey(core, given);
    await assert.rejects(createApiKey(core, given), refusal("key", true));
    const other = await createOrganisation(core, { ...arena, slug: "second", names: [] });
    await assert.rejects(createApiKey(core, { ...given, orgId: other }), refusal("key", true));
  });
});

describe("a user", () => {
  const user: NewUser = { orgId, userName: "web" };
  for (const userName of ["", "   ", "a name", "thirteenchars", "bell\x07"])
    it(`is not made with the name ${JSON.stringify(userName)}`, () =>
      assert.rejects(createUser(core, core.hasher, { ...user, userName }), refusal("user name", false)));

  it("who must send a password is not made without one", () =>
    assert.rejects(createUser(core, core.hasher, { ...user, passwordRequired: true }), refusal("password", false)));

  it("is not made with a name that the organisation has, in any case", async () => {
    await createUser(core, core.hasher, user);
    await assert.rejects(createUser(core, core.hasher, { ...user, userName: " WEB " }), refusal("user name", true));
  });
});
