import type { Command } from "commander";
import type { Core } from "../../core/core.ts";
import { createUser } from "../../core/organisations/set-up.ts";
import { inOurManner } from "../command.ts";
import { namingOptions, WronglyCalled } from "../errors.ts";
import { dsnsOf, organisationOf } from "../operator.ts";
import { readSecret } from "../secret-input.ts";
import { withCore } from "../session.ts";
import { listed } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { dsn, repeated } from "../values.ts";

interface Options {
  readonly org: string;
  readonly name: string;
  readonly dsn?: string[];
  readonly passwordStdin?: boolean;
  readonly requirePassword?: boolean;
}

/** `willcall user create`. */
export function addUserCreate(user: Command, terminal: () => Terminal): void {
  const command = user
    .command("create")
    .summary("make a user that calls are made under (an Archtics uid)")
    .description(
      `Make a user that calls are made under (an Archtics uid). A password is optional: one that a call sends is checked,
and with --require-password a call must send it. It never stands on the command line, where others could see it.`,
    )
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--name <uid>", "the user's name, 1 to 12 characters")
    .option("--dsn <name>", "narrow the user to this DSN of the organisation; repeat for more", repeated(dsn))
    .option("--password-stdin", "read a password from standard input, or ask for it at a terminal")
    .option("--require-password", "refuse calls of this user that send no password")
    .action(async (given: Options) => {
      if (given.requirePassword && !given.passwordStdin)
        throw new WronglyCalled("--require-password: needs --password-stdin too");
      // The protocol has 36 characters for it.
      const wanted = { option: "--password-stdin", word: "password", most: 36 };
      const password = given.passwordStdin ? await readSecret(wanted) : undefined;
      const made = await withCore(terminal(), ({ core }) => create(core, given, password));
      const secret =
        password === undefined ? "without a password" : made.passwordRequired ? "who must send a password" : "with a password";
      const where = listed(made.dsns, "all its DSNs");
      terminal().result({ user: made }, `Made the user ${made.name} of ${made.organisation}, ${secret}, for ${where}.`);
    });
  inOurManner(command, {
    examples: [
      "willcall user create --org arena --name webshop",
      "willcall user create --org arena --name clerk01 --password-stdin --require-password < password.txt",
    ],
  });
}

async function create(core: Core, given: Options, password: string | undefined) {
  const organisation = await organisationOf(core, given.org);
  await dsnsOf(core, organisation, given.dsn);
  const { orgId, slug } = organisation;
  const passwordRequired = given.requirePassword ?? false;
  const making = createUser(core, core.hasher, {
    orgId,
    userName: given.name,
    names: given.dsn ?? null,
    password,
    passwordRequired,
  });
  await namingOptions({ "user name": "--name", password: "--password-stdin" }, making);
  const name = given.name.trim().toLowerCase();
  return { organisation: slug, name, dsns: given.dsn ?? null, hasPassword: password !== undefined, passwordRequired };
}
