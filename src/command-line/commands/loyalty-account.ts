import { type Command, InvalidArgumentError } from "commander";
import { isEmail } from "../../core/identity/email.ts";
import { type AccountInput, addAccountId, changeDetails, mostAccounts, readSettings } from "../../core/loyalty/details.ts";
import { inOurManner } from "../command.ts";
import { namingOptions, WronglyCalled } from "../errors.ts";
import { operator, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { listed } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { line, orNone, wholeNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly getAllowed?: boolean;
  readonly ownerEmail?: string;
  readonly suspended?: boolean;
}

const orgOption = ["--org <slug>", "the organisation"] as const;

/** The options that are the same for all names of an organisation. */
function settingOptions(command: Command): Command {
  return command
    .option("--get-allowed <on-or-off>", "whether calls may carry their secrets in a URL (default: off)", onOrOff)
    .option("--owner-email <address>", "whom mail about new customers goes to; the word none: nobody", orNone(address));
}

function settingsOf({ getAllowed, ownerEmail, suspended }: Options): AccountInput {
  return { getAllowed, suspended, ownerEmail: ownerEmail === "none" ? null : ownerEmail };
}

/** `willcall loyalty-account add`. */
export function addLoyaltyAccountAdd(account: Command, terminal: () => Terminal): void {
  const command = account
    .command("add")
    .summary("give an organisation a name that Sticky Street's calls reach it under (an account_id)")
    .description(
      "Give an organisation a name that Sticky Street's calls reach it under (an account_id). The options hold for all of its names.",
    )
    .requiredOption(...orgOption)
    .requiredOption("--account-id <name>", "1 to 64 letters, digits, dashes and underscores; case does not count");
  command.option(
    "--account <number>",
    "which of the organisation's accounts the name is for; with several it is an agency with a coalition (default: 1)",
    wholeNumber(1, mostAccounts),
  );
  settingOptions(command).action(async (given: Options & { accountId: string; account?: number }) => {
    const made = await withCore(terminal(), async ({ core }) => {
      const organisation = await organisationOf(core, given.org);
      const caller = operator(core, organisation, "loyalty-account add");
      const adding = addAccountId(core, caller, given.accountId, settingsOf(given), given.account);
      const accountId = await namingOptions({ "account id": "--account-id" }, adding);
      return { organisation: organisation.slug, accountId };
    });
    terminal().result(
      made,
      `Calls reach ${made.organisation} under the account_id ${made.accountId}. Next: willcall loyalty-user create --org ${made.organisation} --user owner --role administrator`,
    );
  });
  inOurManner(command, {
    examples: ["willcall loyalty-account add --org arena --account-id arena --owner-email owner@arena.example"],
  });
}

/** `willcall loyalty-account set`. */
export function addLoyaltyAccountSet(account: Command, terminal: () => Terminal): void {
  const command = account
    .command("set")
    .description("set what holds for all names that Sticky Street's calls reach an organisation under")
    .requiredOption(...orgOption)
    .option("--suspended <on-or-off>", "on: every call is answered that the account is suspended", onOrOff);
  settingOptions(command).action(async (given: Options) => {
    if (given.getAllowed === undefined && given.ownerEmail === undefined && given.suspended === undefined)
      throw new WronglyCalled("--get-allowed: nothing to set; give it, --owner-email or --suspended");
    const shown = await withCore(terminal(), async ({ core }) => {
      const organisation = await organisationOf(core, given.org);
      await changeDetails(core, operator(core, organisation, "loyalty-account set"), settingsOf(given));
      const { getAllowed, ownerEmail, suspended } = await readSettings(core, organisation.orgId);
      return { organisation: organisation.slug, getAllowed, ownerEmail, suspended };
    });
    terminal().result(
      shown,
      `${shown.suspended ? `The account of ${shown.organisation} is suspended. ` : ""}Secrets in a URL are ${shown.getAllowed ? "taken" : "refused"} for ${shown.organisation}; mail about new customers goes to ${shown.ownerEmail ?? "nobody"}.`,
    );
  });
  inOurManner(command, {
    examples: [
      "willcall loyalty-account set --org arena --get-allowed off --owner-email none",
      "willcall loyalty-account set --org arena --suspended on",
    ],
  });
}

/** `willcall loyalty-account list`. */
export function addLoyaltyAccountList(account: Command, terminal: () => Terminal): void {
  const command = account
    .command("list")
    .description("list the names that Sticky Street's calls reach an organisation under")
    .requiredOption(...orgOption)
    .action(async ({ org }: Options) => {
      const shown = await withCore(terminal(), async ({ core }) => {
        const { orgId, slug } = await organisationOf(core, org);
        const { accountIds, accounts, getAllowed, ownerEmail, language, suspended } = await readSettings(core, orgId);
        return { organisation: slug, accountIds, accounts, getAllowed, ownerEmail, language, suspended };
      });
      const { organisation, accountIds, accounts, getAllowed, ownerEmail, suspended } = shown;
      const several = accounts.map((one) => `Account ${one.account}: ${listed(one.accountIds, "-")}`).join("\n");
      const names = accounts.length > 1 ? several : listed(accountIds, "-");
      const none = `No account_id yet: give it one with "willcall loyalty-account add --org ${organisation} --account-id ...".`;
      const settings = `Secrets in a URL: ${getAllowed ? "taken" : "refused"}. Mail about new customers: ${ownerEmail ?? "to nobody"}.${suspended ? " The account is suspended." : ""}`;
      terminal().result(shown, accountIds.length ? `${names}\n${settings}` : none);
    });
  inOurManner(command, { examples: ["willcall loyalty-account list --org arena"] });
}

function onOrOff(text: string): boolean {
  if (!/^(on|off)$/i.test(text)) throw new InvalidArgumentError("It must be on or off.");
  return text.toLowerCase() === "on";
}

function address(text: string): string {
  const given = line(250)(text);
  if (!isEmail(given)) throw new InvalidArgumentError("It must be an e-mail address.");
  return given;
}
