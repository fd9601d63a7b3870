import type { Command } from "commander";
import type { Core } from "../../core/core.ts";
import type { ClientCertificate } from "../../core/organisations/organisation.ts";
import { listCertificates } from "../../core/organisations/queries.ts";
import { inOurManner } from "../command.ts";
import { organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { listed, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

const headings = ["ID", "LABEL", "STATE", "DSNS", "A MINUTE", "A DAY", "ENDS", "SHA-256"];

/** `willcall certificate list`. */
export function addCertificateList(certificate: Command, terminal: () => Terminal): void {
  const command = certificate
    .command("list")
    .description("list an organisation's client certificates, ended ones too")
    .requiredOption("--org <slug>", "the organisation")
    .action(async ({ org }: { org: string }) => {
      const { slug, certificates } = await withCore(terminal(), ({ core }) => list(core, org));
      const text = certificates.length
        ? table(headings, certificates.map(row))
        : `No certificate yet: "willcall certificate add --org ${slug} --file ..." registers one.`;
      terminal().result({ organisation: slug, certificates }, text);
    });
  inOurManner(command, { examples: ["willcall certificate list --org arena"] });
}

async function list(core: Core, org: string) {
  const { orgId, slug } = await organisationOf(core, org);
  const found = await core.db.read(listCertificates, [orgId]);
  const now = core.clock.now();
  const certificates = found.map(({ orgId: _, names, fingerprint, ...one }) => ({
    ...one,
    dsns: names,
    fingerprint: fingerprint.toString("hex").toUpperCase().match(/../g)!.join(":"),
    state: stateOf(one, now),
  }));
  return { slug, certificates };
}

type Validity = Pick<ClientCertificate, "revokedAt" | "notBefore" | "notAfter">;

function stateOf({ revokedAt, notBefore, notAfter }: Validity, now: Date): "live" | "revoked" | "expired" | "not yet valid" {
  if (revokedAt) return "revoked";
  if (notAfter <= now) return "expired";
  return notBefore > now ? "not yet valid" : "live";
}

function row({
  certificateId,
  label,
  state,
  dsns,
  callsPerMinute,
  callsPerDay,
  notAfter,
  fingerprint,
}: Awaited<ReturnType<typeof list>>["certificates"][number]) {
  const ends = notAfter.toISOString().slice(0, 10);
  const limits = [callsPerMinute, callsPerDay].map((calls) => String(calls ?? "no limit"));
  return [certificateId, label, state, listed(dsns, "all"), ...limits, ends, fingerprint];
}
