import { type Command, Option } from "commander";
import { setPin } from "../../core/customers/staff.ts";
import { inOurManner } from "../command.ts";
import { operator, organisationOf } from "../operator.ts";
import { readSecret } from "../secret-input.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { vendorNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly customer: number;
  readonly temporary?: boolean;
  readonly none?: boolean;
}

/** `willcall customer set-pin`. */
export function addCustomerSetPin(customer: Command, terminal: () => Terminal): void {
  const command = customer
    .command("set-pin")
    .summary("give a customer a PIN, or take it away")
    .description(
      `Give a customer a PIN, or take it away. The PIN is read from standard input, or asked for at a terminal; it never stands
on the command line, where others could see it. Wrong PINs counted so far stay counted, and a locked account stays locked.`,
    )
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--customer <number>", "the customer's number", vendorNumber)
    .addOption(new Option("--temporary", "it must be replaced by the customer at its first use"))
    .addOption(new Option("--none", "take the PIN away and read none").conflicts("temporary"))
    .action(async ({ org, customer: customerId, temporary = false, none = false }: Options) => {
      const pin = none ? null : await readSecret({ option: "PIN", word: "PIN", most: 250 });
      await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        await setPin(core, operator(core, organisation, "customer set-pin"), customerId, pin, temporary);
      });
      const state = none ? "none" : temporary ? "temporary" : "set";
      const told = {
        none: `Customer ${customerId} has no PIN any more, and can't be found by one until it is given a new one.`,
        temporary: `Customer ${customerId} has a temporary PIN, which must be replaced at its first use.`,
        set: `Customer ${customerId} has a new PIN.`,
      };
      terminal().result({ customer: customerId, pin: state }, told[state]);
    });
  inOurManner(command, {
    examples: [
      "willcall customer set-pin --org arena --customer 5262 --temporary",
      "willcall customer set-pin --org arena --customer 5262 --none",
    ],
  });
}
