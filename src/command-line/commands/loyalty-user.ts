import { type Command, InvalidArgumentError, Option } from "commander";
import type { Core } from "../../core/core.ts";
import { readSettings } from "../../core/loyalty/details.ts";
import { type Role, roles } from "../../core/loyalty/roles.ts";
import { makeUser } from "../../core/loyalty/users/change.ts";
import { listUsersOf } from "../../core/loyalty/users.ts";
import { isCalendarDay } from "../../platform/clock.ts";
import { inOurManner } from "../command.ts";
import { CommandFailed } from "../errors.ts";
import { operator, organisationOf } from "../operator.ts";
import { readSecret } from "../secret-input.ts";
import { withCore } from "../session.ts";
import { listed, plain, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { line, repeated } from "../values.ts";

interface Options {
  readonly org: string;
  readonly user: string;
  readonly role: Role;
  readonly accountId?: string[];
  readonly endsOn?: string;
  readonly passwordStdin?: boolean;
}

/** `willcall loyalty-user create`. */
export function addLoyaltyUserCreate(user: Command, terminal: () => Terminal): void {
  const command = user
    .command("create")
    .summary("make a user that Sticky Street's calls are made under, and show their key, once")
    .description(
      `Make a user that Sticky Street's calls are made under (a user_id). The key is shown this once; only a hash of it is kept. A password is optional: user_login
takes it. It never stands on the command line, where others could see it.`,
    )
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--user <name>", "the user's name, 1 to 64 characters without spaces", line(64))
    .addOption(new Option("--role <role>", "what the user may do").choices(Object.keys(roles)).makeOptionMandatory())
    .option(
      "--account-id <name>",
      "narrow the user to this account_id of the organisation; repeat for more",
      repeated((text) => line(64)(text).toLowerCase()),
    )
    .option("--ends-on <day>", "the last day, of a temporary role", day)
    .option("--password-stdin", "read a password from standard input, or ask for it at a terminal")
    .action(async (given: Options) => {
      const wanted = { option: "--password-stdin", word: "password", most: 255 };
      const password = given.passwordStdin ? await readSecret(wanted) : undefined;
      const made = await withCore(terminal(), ({ core }) => create(core, given, password));
      const where = made.reaches[0] ? `with account_id ${made.reaches[0]}` : "once the organisation has an account_id";
      terminal().result(
        made,
        `Made the user ${made.user} of ${made.organisation}, ${made.role}. The key:

  ${made.key}

It is shown this once and can't be shown again. Callers send it as user_password or user_api_key to /api.php, ${where}.`,
      );
    });
  inOurManner(command, {
    examples: [
      "willcall loyalty-user create --org arena --user owner --role administrator --password-stdin < password.txt",
      "willcall loyalty-user create --org arena --user summer1 --role temporary-clerk --ends-on 2030-08-31",
    ],
  });
}

async function create(core: Core, given: Options, password: string | undefined) {
  const organisation = await organisationOf(core, given.org);
  const { accountIds } = await readSettings(core, organisation.orgId);
  const foreign = (given.accountId ?? []).filter((one) => !accountIds.includes(one));
  if (foreign.length)
    throw new CommandFailed(
      `--account-id: ${foreign.join(" and ")} does not reach ${organisation.slug}; ${accountIds.length ? `its names are ${accountIds.join(", ")}` : "it has none"}`,
    );
  const caller = operator(core, organisation, "loyalty-user create");
  const { role, endsOn, accountId: names } = given;
  const { userName, key } = await makeUser(core, caller, null, given.user, { role, endsOn, names, password });
  return {
    organisation: organisation.slug,
    user: userName,
    role,
    key,
    accountIds: names ?? null,
    endsOn: endsOn ?? null,
    hasPassword: password !== undefined,
    reaches: names ?? accountIds,
  };
}

/** `willcall loyalty-user list`. */
export function addLoyaltyUserList(user: Command, terminal: () => Terminal): void {
  const command = user
    .command("list")
    .description("list the users that Sticky Street's calls are made under")
    .requiredOption("--org <slug>", "the organisation")
    .action(async ({ org }: { org: string }) => {
      const { slug, users } = await withCore(terminal(), async ({ core }) => {
        const { orgId, slug } = await organisationOf(core, org);
        const found = await listUsersOf(core, orgId);
        return {
          slug,
          users: found.map(({ userName, role, names, endsOn, callsPerMinute, hasPassword, hasPin }) => ({
            user: userName,
            role,
            accountIds: names,
            endsOn,
            callsPerMinute,
            hasPassword,
            hasPin,
          })),
        };
      });
      const rows = users.map((one) => [plain(one.user), one.role, listed(one.accountIds, "all"), one.endsOn ?? "-"]);
      const none = `No user yet: make one with "willcall loyalty-user create --org ${slug} --user ... --role administrator".`;
      terminal().result(
        { organisation: slug, users },
        rows.length ? table(["USER", "ROLE", "ACCOUNT IDS", "ENDS ON"], rows) : none,
      );
    });
  inOurManner(command, { examples: ["willcall loyalty-user list --org arena"] });
}

function day(text: string): string {
  const given = text.trim();
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || !isCalendarDay(given))
    throw new InvalidArgumentError("It must be a day, as in 2030-08-31.");
  return given;
}
