import { violates } from "../../platform/database/errors.ts";
import type { Caller, Core } from "../core.ts";
import { insertName } from "../organisations/queries.ts";
import { CannotSetUp } from "../organisations/set-up.ts";
import type { accountDetails, Language, LoyaltyAccount } from "./account.ts";
import { loyaltyAccount } from "./queries.ts";
import { type Changing, changeAccount } from "./settings.ts";
import { replacePassword } from "./users/change.ts";
import { accountSettings, type SettingsRow, updateAccount } from "./users/queries.ts";
import { refuseShortPassword } from "./users/rules.ts";

export type Detail = (typeof accountDetails)[number];

/** What is set of an account; what is left undefined stays as it is, and null takes away. */
export interface AccountInput {
  readonly details?: Readonly<Partial<Record<Detail, string | null>>>;
  readonly language?: Language;
  readonly ownerEmail?: string | null;
  readonly getAllowed?: boolean;
  /** Every call is then answered that the account is suspended. */
  readonly suspended?: boolean;
  /** The user's new password. */
  readonly password?: { readonly userName: string; readonly value: string };
}

/** Changes what an organisation says of itself to its loyalty callers. Refuses with password-too-short, and with loyalty-user-not-found for a password of nobody. */
export async function changeDetails(core: Core, caller: Caller, input: AccountInput): Promise<void> {
  const { password } = input;
  refuseShortPassword(password?.value);
  const hash = password && (await core.hasher.slots.run(() => core.hasher.hash(password.value)));
  await changeAccount(core, caller, "account-changed", async (changing) => {
    await sendDetails(changing, caller.orgId, input);
    if (password && hash) await replacePassword(changing, caller.orgId, password.userName, hash);
  });
}

/** The number that an organisation's account may have; its names share it. */
export const mostAccounts = 9_999;

/**
 * Gives one of an organisation's accounts, the first unless `account` is another, a name that loyalty calls reach it under, an account_id, and sets what is given. An organisation with several accounts is an
 * agency: campaigns belong to accounts, and those that take part in its coalition are added up. Throws CannotSetUp for a name that is none or taken.
 */
export async function addAccountId(
  core: Core,
  caller: Caller,
  wanted: string,
  input: AccountInput = {},
  account = 1,
): Promise<string> {
  const name = wanted.trim().toLowerCase();
  if (!Number.isInteger(account) || account < 1 || account > mostAccounts)
    throw new CannotSetUp(`account: a whole number from 1 to ${mostAccounts}`);
  if (!/^[a-z0-9_-]{1,64}$/.test(name)) throw new CannotSetUp("account id: 1 to 64 letters, digits, dashes and underscores");
  try {
    await changeAccount(core, caller, "account-id-added", async (changing) => {
      changing.tx.send(insertName, ["loyalty", name, caller.orgId, true, account]);
      await sendDetails(changing, caller.orgId, input);
    });
  } catch (error) {
    if (violates(error, "organisation_names_pkey")) throw new CannotSetUp(`account id: ${name} is taken`, true);
    throw error;
  }
  return name;
}

/** An account as the database has it now. */
export async function readAccount({ db }: Pick<Core, "db">, orgId: number): Promise<LoyaltyAccount> {
  const [found] = await db.read(loyaltyAccount, [orgId]);
  return found!;
}

/** An account as it is set up, with the names that calls reach it under. */
export async function readSettings({ db }: Pick<Core, "db">, orgId: number): Promise<SettingsRow> {
  const [found] = await db.read(accountSettings, [orgId]);
  return found!;
}

async function sendDetails({ tx }: Changing, orgId: number, input: AccountInput): Promise<void> {
  const [held] = (await tx.query(accountSettings, [orgId])) as [SettingsRow];
  const {
    language = held.language,
    ownerEmail = held.ownerEmail,
    getAllowed = held.getAllowed,
    suspended = held.suspended,
  } = input;
  const details = { ...held.details, ...input.details };
  const known = Object.fromEntries(Object.entries(details).filter(([, value]) => typeof value === "string"));
  tx.send(updateAccount, [orgId, language, ownerEmail, getAllowed, known, suspended]);
}
