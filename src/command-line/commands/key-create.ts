import { type Command, InvalidArgumentError, Option } from "commander";
import type { Core } from "../../core/core.ts";
import { createApiKey } from "../../core/organisations/set-up.ts";
import { products } from "../../protocols/archtics/command.ts";
import { findCommand } from "../../protocols/archtics/commands/index.ts";
import { scopes } from "../../protocols/rest/call.ts";
import { inOurManner } from "../command.ts";
import { WronglyCalled } from "../errors.ts";
import { dsnsOf, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { dsn, futureInstant, line, orNone, repeated, wholeNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly label: string;
  readonly product?: string[];
  readonly scope?: string[];
  readonly dsn?: string[];
  readonly command?: string[];
  readonly perMinute: number | "none";
  readonly perDay: number | "none";
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
      "Make an API key, for Archtics calls or for the native API. The key is shown this once; only a hash of it is kept.",
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
    .option("--per-minute <calls>", "most calls in a minute; the word none lifts the limit", limit, 80)
    .option("--per-day <calls>", "most calls in a day; the word none lifts the limit", limit, 5_000)
    .option(
      "--expires <time>",
      "when it ends: a day (from its beginning) or a time, in UTC unless it has an offset",
      futureInstant,
    )
    .action(async (given: Options) => {
      refuseMixture(given);
      const made = await withCore(terminal(), ({ core }) => create(core, given));
      for (const name of given.command ?? []) {
        if (!findCommand(name)) terminal().note(`note: --command: this version has no command ${name}`);
      }
      terminal().result(made, told(made));
    });
  inOurManner(command, {
    examples: [
      'willcall key create --org arena --label "Web shop" --product sth-buy',
      "willcall key create --org arena --label Kiosk --product sth-customer --command customer_query --per-minute none --expires 2030-01-01",
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

function refuseMixture({ product, scope, dsn: dsns, command }: Options): void {
  if (!product && !scope) throw new WronglyCalled("--product: required, or --scope for a key of the native API");
  if (product && scope) throw new WronglyCalled("--scope: a key is for Archtics or for the native API, not for both");
  if (scope && (dsns || command)) throw new WronglyCalled(`${dsns ? "--dsn" : "--command"}: only for keys with --product`);
}

async function create(core: Core, given: Options) {
  const organisation = await organisationOf(core, given.org);
  const dsns = await dsnsOf(core, organisation, given.dsn);
  const { label, product, scope, perMinute, perDay } = given;
  const rights = {
    label,
    protocol: scope ? ("native" as const) : ("archtics" as const),
    products: product ?? scope ?? [],
    commands: given.command ?? null,
    callsPerMinute: perMinute === "none" ? null : perMinute,
    callsPerDay: perDay === "none" ? null : perDay,
    expiresAt: given.expires ?? null,
  };
  const names = given.dsn ?? null;
  const made = await createApiKey(core, { ...rights, names, orgId: organisation.orgId });
  return { ...made, organisation: organisation.slug, ...rights, dsns: names, reaches: names ?? dsns };
}

function told(made: Awaited<ReturnType<typeof create>>): string {
  const reached = made.reaches[0];
  const native = `Callers send it as the header Authorization: Bearer KEY, to /api/v1; it holds the scopes ${made.products.join(", ")}.`;
  const wire = reached
    ? `Callers send it as the header apikey, to /${made.products[0]}/ticketing_services.aspx?dsn=${encodeURIComponent(reached)}`
    : "No DSN reaches the organisation yet, so nobody can use it.";
  return `Made the key "${plain(made.label)}" for ${made.organisation}, id ${made.keyId}:

  ${made.key}

It is shown this once and can't be shown again. ${made.protocol === "native" ? native : wire}
To end it: willcall key revoke ${made.keyId} --org ${made.organisation}`;
}
