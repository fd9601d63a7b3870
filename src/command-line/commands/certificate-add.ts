import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { Core } from "../../core/core.ts";
import { readCertificate, registerCertificate } from "../../core/organisations/certificates.ts";
import { inOurManner } from "../command.ts";
import { messageOf, namingOptions, WronglyCalled } from "../errors.ts";
import { dsnsOf, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { listed, plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { dsn, line, orNone, repeated, wholeNumber } from "../values.ts";

interface Options {
  readonly org: string;
  readonly file: string;
  readonly dsn?: string[];
  readonly label?: string;
  readonly perMinute: number | "none";
  readonly perDay: number | "none";
}

const limit = orNone(wholeNumber(1, 2_147_483_647));

/** `willcall certificate add`. */
export function addCertificateAdd(certificate: Command, terminal: () => Terminal): void {
  const command = certificate
    .command("add")
    .summary("let in whoever holds the key of a certificate")
    .description(
      `Let in whoever holds the key of a certificate, over HTTPS and under /archtics/ats/. What counts is this very certificate,
whoever has signed it: when it is renewed, add the new one.`,
    )
    .requiredOption("--org <slug>", "the organisation")
    .requiredOption("--file <path>", "the certificate in PEM; a private key in the same file is not looked at")
    .option("--dsn <name>", "narrow it to this DSN of the organisation; repeat for more", repeated(dsn))
    .option("--label <text>", "who or what uses it, for your own lists; its subject without this", line(100))
    .option("--per-minute <calls>", "most calls in a minute; the word none lifts the limit", limit, 80)
    .option("--per-day <calls>", "most calls in a day; the word none lifts the limit", limit, 5_000)
    .action(async (given: Options) => {
      const pem = read(given.file);
      const made = await withCore(terminal(), ({ core }) => namingOptions({ file: "--file" }, add(core, given, pem)));
      if (made.authority)
        terminal().note(
          "note: --file: this is an authority's certificate; it lets nobody in by the certificates that it has signed",
        );
      terminal().result(made, told(made));
    });
  inOurManner(command, {
    examples: [
      'willcall certificate add --org arena --file webshop.pem --label "Web shop"',
      "willcall certificate add --org arena --file import.pem --dsn arena --per-minute 600 --per-day none",
    ],
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WronglyCalled(`--file: can't be read: ${messageOf(error)}`);
  }
}

async function add(core: Core, given: Options, pem: string) {
  const certificate = readCertificate(pem);
  const organisation = await organisationOf(core, given.org);
  const dsns = await dsnsOf(core, organisation, given.dsn);
  const { orgId, slug } = organisation;
  const label = given.label ?? plain(certificate.subject.replaceAll("\n", ", ")).slice(0, 100);
  const names = given.dsn ?? null;
  const limits = {
    callsPerMinute: given.perMinute === "none" ? null : given.perMinute,
    callsPerDay: given.perDay === "none" ? null : given.perDay,
  };
  const made = await registerCertificate(core, { orgId, label, names, ...limits, certificate });
  const { certificateId, notBefore, notAfter } = made;
  const fingerprint = certificate.fingerprint256;
  return {
    ...{ certificateId, organisation: slug, label, fingerprint, notBefore, notAfter },
    ...limits,
    ...{ dsns: names, reaches: names ?? dsns, authority: certificate.ca },
  };
}

function told(made: Awaited<ReturnType<typeof add>>): string {
  const { certificateId, label, organisation, notAfter, reaches, fingerprint } = made;
  return `Registered the certificate "${plain(label)}" for ${organisation}, id ${certificateId}
SHA-256 ${fingerprint}
It may call /archtics/ats/ticketing_services.aspx?dsn=... over HTTPS until ${notAfter.toISOString()}, for the DSNs ${listed(reaches, "none yet")}.
To end it: willcall certificate revoke ${certificateId} --org ${organisation}`;
}
