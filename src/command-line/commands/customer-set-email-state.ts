import { type Command, Option } from "commander";
import { setEmailValid } from "../../core/customers/staff.ts";
import { inOurManner } from "../command.ts";
import { WronglyCalled } from "../errors.ts";
import { operator, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { vendorNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly customer: number;
  readonly valid?: boolean;
  readonly invalid?: boolean;
}

/** `willcall customer set-email-state`. */
export function addCustomerSetEmailState(customer: Command, terminal: () => Terminal): void {
  const command = customer
    .command("set-email-state")
    .summary("say whether mail to a customer's e-mail address arrives")
    .description(
      `Say whether mail to a customer's e-mail address arrives. With an invalid one, calls that look the customer up
are told so (Archtics result 11775).`,
    )
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--customer <number>", "the customer's number", vendorNumber)
    .addOption(new Option("--valid", "mail to it arrives"))
    .addOption(new Option("--invalid", "it does not").conflicts("valid"))
    .action(async ({ org, customer: customerId, valid = false, invalid = false }: Options) => {
      if (!valid && !invalid) throw new WronglyCalled("--valid or --invalid: one of the two is needed");
      await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        await setEmailValid(core, operator(core, organisation, "customer set-email-state"), customerId, valid);
      });
      const text = `The e-mail address of customer ${customerId} counts as ${valid ? "valid" : "invalid"} now.`;
      terminal().result({ customer: customerId, emailValid: valid }, text);
    });
  inOurManner(command, { examples: ["willcall customer set-email-state --org arena --customer 5262 --invalid"] });
}
