import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { addAccountAddName } from "./commands/account-add-name.ts";
import { addBackup } from "./commands/backup.ts";
import { addCertificateAdd } from "./commands/certificate-add.ts";
import { addCertificateList } from "./commands/certificate-list.ts";
import { addCertificateRevoke } from "./commands/certificate-revoke.ts";
import { addBranchCreate, addCompanyCreate, addCompanyList, addCompanySetActive } from "./commands/company.ts";
import { addCustomerSetEmailState } from "./commands/customer-set-email-state.ts";
import { addCustomerSetPin } from "./commands/customer-set-pin.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addKeyCreate } from "./commands/key-create.ts";
import { addKeyList } from "./commands/key-list.ts";
import { addKeyRevoke } from "./commands/key-revoke.ts";
import { addLoyaltyAccountAdd, addLoyaltyAccountList, addLoyaltyAccountSet } from "./commands/loyalty-account.ts";
import { addLoyaltyUserCreate, addLoyaltyUserList } from "./commands/loyalty-user.ts";
import { addMigrate } from "./commands/migrate.ts";
import { addOrgCreate } from "./commands/org-create.ts";
import { addOrgList } from "./commands/org-list.ts";
import { addRestore } from "./commands/restore.ts";
import { addServe } from "./commands/serve.ts";
import { addTicketing } from "./commands/ticketing.ts";
import { addUserCreate } from "./commands/user-create.ts";
import { addVerify } from "./commands/verify.ts";
import { addVersion } from "./commands/version.ts";
import { reportOf } from "./errors.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

/**
 * The command line. `run` gives the exit status: 0 done, 1 failed, 2 wrongly called, 78 a setting that can't be used, 128 and the
 * signal's number when one ended it.
 */
export interface Program {
  run(args: readonly string[]): Promise<number>;
}

/** Every command, in the order of the help. `ended` is told an exit status other than 0 that is no error. */
export function buildCommands(terminal: () => Terminal, ended: (status: number) => void): Command {
  const program = new Command("willcall")
    .description("One record of each customer, spoken to over Archtics, Sticky Street and Pro Delivery Manager")
    .version(version)
    .helpCommand("help [command]", "tell about a command")
    .showHelpAfterError('("willcall --help" tells more)')
    .addHelpText(
      "after",
      `
Commands work on the running server's database (the same DATA_DIR or DATABASE_URL), and without a server too.
"willcall org create --help" and the like tell each command's options.`,
    )
    .exitOverride()
    // With --json the report at the end is all that may be said.
    .configureOutput({ writeErr: (text) => void (terminal().json || process.stderr.write(text)) });
  addServe(program, ended);
  addMigrate(program, terminal);
  addDoctor(program, terminal, ended);
  addVerify(program, terminal, ended);
  addBackup(program, terminal);
  addRestore(program, terminal);
  const org = group(program, "org", "organisations, the tenants of this server");
  addOrgCreate(org, terminal);
  addOrgList(org, terminal);
  const company = group(program, "company", "companies, by which Pro Delivery Manager reaches an organisation");
  addCompanyCreate(company, terminal);
  addCompanySetActive(company, terminal);
  addCompanyList(company, terminal);
  addBranchCreate(group(program, "branch", "branches of companies"), terminal);
  const key = group(program, "key", "API keys");
  addKeyCreate(key, terminal);
  addKeyList(key, terminal);
  addKeyRevoke(key, terminal);
  const certificate = group(program, "certificate", "client certificates, which call in place of a key");
  addCertificateAdd(certificate, terminal);
  addCertificateList(certificate, terminal);
  addCertificateRevoke(certificate, terminal);
  addUserCreate(group(program, "user", "users that calls are made under"), terminal);
  const loyaltyAccount = group(program, "loyalty-account", "names that Sticky Street's calls reach an organisation under");
  addLoyaltyAccountAdd(loyaltyAccount, terminal);
  addLoyaltyAccountSet(loyaltyAccount, terminal);
  addLoyaltyAccountList(loyaltyAccount, terminal);
  const loyaltyUser = group(program, "loyalty-user", "users that Sticky Street's calls are made under");
  addLoyaltyUserCreate(loyaltyUser, terminal);
  addLoyaltyUserList(loyaltyUser, terminal);
  const customer = group(program, "customer", "what staff may set of a customer");
  addCustomerSetPin(customer, terminal);
  addCustomerSetEmailState(customer, terminal);
  addAccountAddName(group(program, "account", "accounts"), terminal);
  const ticketing = group(program, "ticketing", "venues, seasons, events, prices, and tickets that were sold elsewhere");
  addTicketing(
    ticketing,
    (parent) => group(parent, "import", "take over what a CSV file has", "ticketing import"),
    terminal,
    ended,
  );
  addVersion(program, terminal);
  return program;
}

/** The command line as it is run: with the real terminal and environment. */
export function buildProgram(): Program {
  return {
    async run(args) {
      if (!process.stdout.listeners("error").includes(ignoreClosedPipe)) process.stdout.on("error", ignoreClosedPipe);
      let status = 0;
      const terminal = openTerminal(args.includes("--json"));
      const program = buildCommands(
        () => terminal,
        (ended) => {
          status = ended;
        },
      );
      try {
        await program.parseAsync(args as string[], { from: "user" });
        return status;
      } catch (error) {
        if (error instanceof CommanderError && error.exitCode === 0) return 0;
        const report = reportOf(error);
        // commander has told its errors already, but for machines.
        if (terminal.json || !(error instanceof CommanderError)) terminal.failure(report.code, report.message);
        return report.status;
      }
    },
  };
}

/** Nobody reads on, as in `willcall org list | head -1`: no reason to complain. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function group(program: Command, name: string, description: string, path = name): Command {
  return program
    .command(name)
    .description(description)
    .helpCommand(false)
    .showHelpAfterError(`("willcall ${path} --help" tells more)`);
}
