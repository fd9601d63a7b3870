import { type Command, InvalidArgumentError, Option } from "commander";
import type { Core } from "../../core/core.ts";
import { defaultLimits } from "../../core/organisations/organisation.ts";
import { createApiKey } from "../../core/organisations/set-up.ts";
import { products } from "../../protocols/archtics/command.ts";
import { findCommand } from "../../protocols/archtics/commands/index.ts";
import { scopes } from "../../protocols/rest/call.ts";
import { inOurManner } from "../command.ts";
import { namingOptions, WronglyCalled } from "../errors.ts";
import { dsnsOf, organisationOf, refuseForeignCompany } from "../operator.ts";
import { readSecret } from "../secret-input.ts";
import { withCore } from "../session.ts";
import { plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { company, dsn, futureInstant, line, network, orNone, repeated, wholeNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly label: string;
  readonly product?: string[];
  readonly scope?: string[];
  readonly dsn?: string[];
  readonly command?: string[];
  readonly company?: string;
  readonly branch?: number;
  readonly network?: string[];
  readonly import?: boolean;
  readonly perMinute?: number | "none";
  readonly perDay?: number | "none";
  readonly expires?: Date;
}

const limit = orNone(wholeNumber(1, 2_147_483_647));

/** `willcall key create`. */
export function addKeyCreate(key: Command, terminal: () => Terminal): void {
  const product = new Option("--product <product>", "what it may do; repeat for more, though each includes the ones before it")
    .choices(products)
    .argParser(repeated(oneOf(products)));
  const scope = new Option("--scope <scope>", "for the native API instead of Archtics: what it may do; repeat for more")
    .choices(scopes)
    .argParser(repeated(oneOf(scopes)));
  const command = key
    .command("create")
    .summary("make an API key and show it, once")
    .description(
      `Make an API key, for calls of Archtics (--product), of Pro Delivery Manager (--company and --branch) or of the native API (--scope). The key is
shown this once; only a hash of it is kept.`,
    )
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--label <text>", "who or what uses it, for your own lists", line(100))
    .addOption(product)
    .addOption(scope)
    .option("--dsn <name>", "narrow it to this DSN of the organisation; repeat for more", repeated(dsn))
    .option(
      "--command <name>",
      "narrow it to this command; repeat for more",
      repeated((text) => line(64)(text).toLowerCase()),
    )
    .option("--company <number>", "for Pro Delivery Manager: the company", company)
    .option("--branch <number>", "for Pro Delivery Manager: the branch that the key belongs to", wholeNumber(1, 9999))
    .option(
      "--network <cidr>",
      "an address or a network from which it may be used, of a key with --company or --scope; repeat for more; without it: any",
      repeated(network),
    )
    .option("--import", "with --company: keep a key that callers have already; it is read from standard input, or asked for")
    .option(
      "--per-minute <calls>",
      "most calls in a minute; the word none lifts the limit (default: 80; with --company 120)",
      limit,
    )
    .option("--per-day <calls>", "most calls in a day; the word none lifts the limit (default: 5000; with --company none)", limit)
    .option(
      "--expires <time>",
      "when it ends: a day (from its beginning) or a time, in UTC unless it has an offset",
      futureInstant,
    )
    .action(async (given: Options) => {
      refuseMixture(given);
      const wanted = { option: "--import", word: "key", most: 200 };
      const imported = given.import ? await readSecret(wanted) : undefined;
      if (imported !== undefined && imported.length < 16) throw new WronglyCalled("--import: a key has at least 16 characters");
      const made = await withCore(terminal(), ({ core }) => create(core, given, imported));
      for (const name of given.command ?? []) {
        if (!findCommand(name)) terminal().note(`note: --command: this version has no command ${name}`);
      }
      terminal().result(made, told(made));
    });
  inOurManner(command, {
    examples: [
      'willcall key create --org arena --label "Web shop" --product sth-buy',
      "willcall key create --org arena --label Kiosk --product sth-customer --command customer_query --per-minute none --expires 2030-01-01",
      'willcall key create --org pharmacies --label "Till" --company 9100 --branch 1 --network 192.0.2.0/24',
      "willcall key create --org testing --label Testers --scope sandbox",
    ],
  });
}

function oneOf(values: readonly string[]): (text: string) => string {
  return (text) => {
    const found = values.find((one) => one === text.trim().toLowerCase());
    if (!found) throw new InvalidArgumentError(`It must be one of ${values.join(", ")}.`);
    return found;
  };
}

function refuseMixture(given: Options): void {
  const { product, scope, company: number, dsn: dsns, command } = given;
  if (!product && !scope && !number)
    throw new WronglyCalled("--product: required, or --company for Pro Delivery Manager, or --scope for the native API");
  if ([product, scope, number].filter(Boolean).length > 1)
    throw new WronglyCalled(`--${scope ? "scope" : "company"}: a key is for one protocol only`);
  if (!product && (dsns || command)) throw new WronglyCalled(`${dsns ? "--dsn" : "--command"}: only for keys with --product`);
  if (!number && (given.branch || given.import))
    throw new WronglyCalled(`${given.branch ? "--branch" : "--import"}: only for keys with --company`);
  if (number && !given.branch) throw new WronglyCalled("--branch: required with --company");
  if (product && given.network) throw new WronglyCalled("--network: only for keys with --company or --scope");
}

async function create(core: Core, given: Options, imported: string | undefined) {
  const organisation = await organisationOf(core, given.org);
  const dsns = await dsnsOf(core, organisation, given.dsn);
  const { label, product, scope, company: number } = given;
  if (number) await refuseForeignCompany(core, organisation, number);
  const protocol = scope ? ("native" as const) : number ? ("delivery" as const) : ("archtics" as const);
  const [perMinute, perDay] = [
    given.perMinute ?? defaultLimits[protocol].perMinute,
    given.perDay ?? defaultLimits[protocol].perDay,
  ];
  const rights = {
    label,
    protocol,
    branch: given.branch ?? null,
    networks: given.network ?? null,
    products: product ?? scope ?? [],
    commands: given.command ?? null,
    callsPerMinute: perMinute === "none" ? null : perMinute,
    callsPerDay: perDay === "none" ? null : perDay,
    expiresAt: given.expires ?? null,
  };
  const names = number ? [number] : (given.dsn ?? null);
  const making = createApiKey(core, { ...rights, names, orgId: organisation.orgId, key: imported });
  const made = await namingOptions({ branch: "--branch", key: "--import" }, making);
  return {
    ...made,
    organisation: organisation.slug,
    ...rights,
    dsns: given.dsn ?? null,
    company: number ?? null,
    reaches: given.dsn ?? dsns,
  };
}

function told(made: Awaited<ReturnType<typeof create>>): string {
  const reached = made.reaches[0];
  const native = `Callers send it as the header Authorization: Bearer KEY, to /api/v1; it holds the scopes ${made.products.join(", ")}.`;
  const delivery = `Callers send it to /pdm/GetSessionToken, with company_id ${made.company}; it belongs to the branch ${made.branch}.`;
  const wire = reached
    ? `Callers send it as the header apikey, to /${made.products[0]}/ticketing_services.aspx?dsn=${encodeURIComponent(reached)}`
    : "No DSN reaches the organisation yet, so nobody can use it.";
  return `Made the key "${plain(made.label)}" for ${made.organisation}, id ${made.keyId}:

  ${made.key}

It is shown this once and can't be shown again. ${{ native, delivery, archtics: wire }[made.protocol]}
To end it: willcall key revoke ${made.keyId} --org ${made.organisation}`;
}
