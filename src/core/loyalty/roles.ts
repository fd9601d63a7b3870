// What users of the loyalty protocol may do (decisions.md, section 3, the rest).

const parts = ["rewards", "promotions", "items", "depreciation", "fees"] as const;

/** Everything that can be permitted, or taken away from a single user. */
export const permissions = [
  "look-up-customer",
  "add-customer",
  "edit-customer-info",
  "edit-customer-card-number",
  "delete-customer",
  "import-customers",
  "record-transaction",
  "redeem",
  "delete-transaction",
  "import-transactions",
  "manage-fields",
  "delete-fields",
  "add-campaign",
  "edit-campaign",
  "activate-campaign",
  "deactivate-campaign",
  "delete-campaign",
  ...parts.flatMap((part) => [`add-${part}`, `edit-${part}`, `delete-${part}`] as const),
  "access-reports",
  "manage-users",
  "edit-account",
] as const;

export type Permission = (typeof permissions)[number];

const deletions = permissions.filter((one) => one.startsWith("delete-"));
const campaigns = permissions.filter((one) => /-(campaign|rewards|promotions|items|depreciation|fees)$/.test(one));
const ofOwner: readonly Permission[] = ["manage-users", "edit-account"];

const without = (all: readonly Permission[], less: readonly Permission[]): Permission[] =>
  all.filter((one) => !less.includes(one));

const managers = without(permissions, ofOwner);
const associates = without(managers, deletions);
const campaignManagers: Permission[] = ["look-up-customer", "manage-fields", "delete-fields", ...campaigns];
// Whoever may not delete as an associate manager may not as a clerk either.
const clerks: Permission[] = [
  "look-up-customer",
  "add-customer",
  "edit-customer-info",
  "edit-customer-card-number",
  "record-transaction",
  "redeem",
];
const readers: Permission[] = ["look-up-customer", "access-reports"];

/** What each role may do. */
export const roles = {
  administrator: permissions,
  manager: managers,
  "associate-manager": associates,
  "campaign-manager": campaignManagers,
  clerk: clerks,
  "associate-clerk": clerks,
  accountant: readers,
  observer: readers,
  "temporary-clerk": clerks,
  "temporary-assistant": clerks,
  fulfilment: ["look-up-customer", "redeem"],
  "agency-client": ["access-reports"],
  "agency-importer": ["access-reports", "import-customers", "import-transactions"],
  "coalition-manager": associates,
  "campaign-designer": without(campaignManagers, deletions),
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof roles;

/** The roles that end on a day. */
export const temporaryRoles: readonly Role[] = ["temporary-clerk", "temporary-assistant"];

/** Whether one of a role may do something that has not been taken away from them. */
export function isPermitted(user: { readonly role: Role; readonly suppressed: readonly string[] }, wanted: Permission): boolean {
  return (roles[user.role] as readonly Permission[]).includes(wanted) && !user.suppressed.includes(wanted);
}
