import type { Command } from "commander";
import type { Core } from "../../core/core.ts";
import { nameIsTaken } from "../../core/organisations/queries.ts";
import { CannotSetUp, createOrganisation } from "../../core/organisations/set-up.ts";
import { inOurManner } from "../command.ts";
import { namingOptions } from "../errors.ts";
import { withCore } from "../session.ts";
import { plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { company, dsn, line, network, repeated, vendorNumber } from "../values.ts";

interface Options {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly dsn?: string[];
  readonly company?: string[];
  readonly network?: string[];
  readonly altIdType?: string[];
  readonly sandbox?: boolean;
  readonly firstAccount: number;
  readonly firstCustomer: number;
}

const options = {
  company: "--company",
  slug: "--slug",
  name: "--name",
  "time zone": "--time-zone",
  currency: "--currency",
};

/** `willcall org create`. */
export function addOrgCreate(org: Command, terminal: () => Terminal): void {
  const command = org
    .command("create")
    .summary("make an organisation")
    .description("Make an organisation: a tenant with customers, keys and users of its own.")
    .requiredOption("--slug <slug>", "its short name for commands: lower-case letters, digits and dashes")
    .requiredOption("--name <name>", "its name for people", line(200))
    .requiredOption("--time-zone <zone>", "the IANA time zone that its times are in, as in America/New_York")
    .requiredOption("--currency <code>", "the currency that its money is in, as in USD", (text) => text.toUpperCase())
    .option("--dsn <name>", "an Archtics DSN that reaches it; repeat for more", repeated(dsn))
    .option("--company <number>", "a Pro Delivery Manager company that reaches it; repeat for more", repeated(company))
    .option(
      "--network <cidr>",
      "a network whose machines call without a key, as in 10.1.0.0/16; repeat for more",
      repeated(network),
    )
    .option(
      "--alt-id-type <type>",
      "a type of alternate id that customers may have, at most 6 characters; repeat for more",
      repeated(line(6)),
    )
    .option(
      "--sandbox",
      "an organisation to try integrations out on, for good: its clock and its answers can be told to go wrong",
    )
    .option("--first-account <number>", "the number of the first account to be added", vendorNumber, 1)
    .option("--first-customer <number>", "the number of the first customer to be added", vendorNumber, 1)
    .action(async (given: Options) => {
      const made = await withCore(terminal(), ({ core }) => create(core, given));
      terminal().result({ organisation: made }, told(made));
    });
  inOurManner(command, {
    examples: [
      'willcall org create --slug arena --name "Great Arena" --time-zone America/New_York --currency USD --dsn arena --alt-id-type CRM',
    ],
  });
}

type Made = Awaited<ReturnType<typeof create>>;

async function create(core: Core, given: Options) {
  const { slug, name, timeZone, currency, dsn: dsns = [], network: ownNetworks = [], firstAccount, firstCustomer } = given;
  const { altIdType: alternateIdTypes = [], sandbox = false } = given;
  const companies = given.company ?? [];
  const names = [
    ...dsns.map((one) => ({ protocol: "archtics" as const, name: one })),
    ...companies.map((one) => ({ protocol: "delivery" as const, name: one })),
  ];
  const input = { slug, name, timeZone, currency, ownNetworks, alternateIdTypes, names, sandbox };
  const numbers = { lastAccount: firstAccount - 1, lastCustomer: firstCustomer - 1 };
  const making = createOrganisation(core, { ...input, ...numbers });
  const orgId = await namingOptions(
    options,
    making.catch((error) => nameTaken(core, names, error)),
  );
  return {
    orgId,
    slug,
    name,
    timeZone,
    currency,
    dsns,
    companies,
    ownNetworks,
    alternateIdTypes,
    firstAccount,
    firstCustomer,
    sandbox,
  };
}

/** The core knows that a name is taken; which one is worth a look. */
async function nameTaken(
  core: Core,
  names: readonly { protocol: "archtics" | "delivery"; name: string }[],
  error: unknown,
): Promise<never> {
  if (!(error instanceof CannotSetUp) || !error.message.startsWith("names:")) throw error;
  const taken = await Promise.all(
    names.map(async ({ protocol, name }) => (await core.db.read(nameIsTaken, [protocol, name])).length > 0),
  );
  const named = names.filter((_, at) => taken[at]);
  const option = named[0]?.protocol === "delivery" ? "--company" : "--dsn";
  throw new CannotSetUp(`${option}: ${named.map(({ name }) => name).join(" and ") || "one of them"} is taken`, true);
}

function told({ orgId, slug, name, dsns, companies }: Made): string {
  const reached = dsns.length
    ? `reached as the DSN ${dsns.join(", ")}`
    : "which no DSN reaches: nobody can call it over Archtics";
  const also = companies.length
    ? `\nIts companies of Pro Delivery Manager: ${companies.join(", ")}. Each needs a branch: willcall branch create --help`
    : "";
  const archtics = `
Next, a key and a user for its callers:
  willcall key create --org ${slug} --label "Web shop" --product sth-buy
  willcall user create --org ${slug} --name webshop`;
  const next = companies.length && !dsns.length ? "" : archtics;
  return `Made the organisation ${slug}, ${plain(name)} (number ${orgId}), ${reached}.${also}${next}`;
}
