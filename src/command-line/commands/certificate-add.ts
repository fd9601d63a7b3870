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
import { dsn, line, repeated } from "../values.ts";

interface Options {
  readonly org: string;
  readonly file: string;
  readonly dsn?: string[];
  readonly label?: string;
}

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
    examples: ['willcall certificate add --org arena --file webshop.pem --label "Web shop"'],
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
  const made = await registerCertificate(core, { orgId, label, names, certificate });
  const { certificateId, notBefore, notAfter } = made;
  const fingerprint = certificate.fingerprint256;
  return {
    ...{ certificateId, organisation: slug, label, fingerprint, notBefore, notAfter },
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
