import {
  createApiKey,
  createOrganisation,
  type NewApiKey,
  type NewOrganisation,
} from "../../../src/core/organisations/set-up.ts";
import type { TestApp } from "../../support/app.ts";
import { directoryCatchesUp } from "../archtics/support.ts";
import { client } from "./support.ts";

export { directoryCatchesUp };

export const sandboxOrgId = 1;

/** Makes a key of the sandbox's company; it counts for a server once its directory has caught up. */
export const addKey = ({ parts }: TestApp, label: string, more: Partial<NewApiKey> = {}) =>
  createApiKey(parts.core, {
    orgId: sandboxOrgId,
    label,
    protocol: "delivery",
    products: [],
    names: ["9001"],
    branch: 1,
    ...more,
  });

/** A second organisation on the same server, with the companies 9101 (branches 1 and 20) and 9102 (branch 1), and a key each. */
export async function rivals(test: TestApp, more: Partial<NewOrganisation> = {}) {
  const { core } = test.parts;
  const orgId = await createOrganisation(core, {
    slug: "rival",
    name: "Rival",
    timeZone: "America/Los_Angeles",
    currency: "USD",
    names: [
      { protocol: "delivery", name: "9101" },
      { protocol: "delivery", name: "9102" },
    ],
    branches: [
      { company: "9101", branch: 1, name: "First" },
      { company: "9101", branch: 20, name: "Twentieth" },
      { company: "9102", branch: 1, name: "Other" },
    ],
    lastCustomer: 1407,
    ...more,
  });
  const made = { orgId, protocol: "delivery" as const, products: [] };
  const [first, twentieth, other] = ["RIVAL1", "RIVAL20", "RIVAL2"];
  const keys: (readonly [string, string, number])[] = [
    [first!, "9101", 1],
    [twentieth!, "9101", 20],
    [other!, "9102", 1],
  ];
  for (const [key, company, branch] of keys) await createApiKey(core, { ...made, label: key, key, names: [company], branch });
  await directoryCatchesUp();
  return {
    orgId,
    first: client(test, { company: 9101, key: first! }),
    twentieth: client(test, { company: 9101, key: twentieth! }),
    other: client(test, { company: 9102, key: other! }),
  };
}
