import type { Command } from "commander";
import { addName } from "../../core/accounts/names.ts";
import { inOurManner } from "../command.ts";
import { operator, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { line, vendorNumber, wholeNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly account: number;
  readonly customer: number;
  readonly nickname?: string;
  readonly order?: number;
}

/** `willcall account add-name`. */
export function addAccountAddName(account: Command, terminal: () => Terminal): void {
  const command = account
    .command("add-name")
    .summary("put an existing customer on a further account")
    .description("Put an existing customer on a further account. Its primary customer stays the same.")
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--account <number>", "the account's number", vendorNumber)
    .requiredOption("--customer <number>", "the customer's number", vendorNumber)
    .option("--nickname <text>", "what the customer calls the account", line(100))
    .option("--order <number>", "its place among the names (default: behind those that are there)", wholeNumber(0, 1_000_000))
    .action(async ({ org, account: accountId, customer: customerId, nickname, order }: Options) => {
      const name = { accountId, customerId, nickname: nickname ?? null, order };
      await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        await addName(core, operator(core, organisation, "account add-name"), name);
      });
      const document = { account: accountId, customer: customerId, nickname: nickname ?? null };
      terminal().result(document, `Customer ${customerId} is on account ${accountId} now.`);
    });
  inOurManner(command, {
    examples: ['willcall account add-name --org arena --account 128802 --customer 5263 --nickname "Office seats"'],
  });
}
