import type { Command } from "commander";
import { endCertificate } from "../../core/organisations/certificates.ts";
import { inOurManner } from "../command.ts";
import { CommandFailed } from "../errors.ts";
import { organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { certificateId } from "../values.ts";

/** `willcall certificate revoke`. */
export function addCertificateRevoke(certificate: Command, terminal: () => Terminal): void {
  const command = certificate
    .command("revoke")
    .summary("end a client certificate, for good")
    .description("End a client certificate, for good. All servers refuse it within a second, on open connections too.")
    .argument("<id>", 'the certificate\'s id, from "willcall certificate list"', certificateId)
    .requiredOption("--org <slug>", "the organisation")
    .action(async (id: string, { org }: { org: string }) => {
      const slug = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        if (!(await endCertificate(core, organisation.orgId, id)))
          throw new CommandFailed(
            `<id>: ${organisation.slug} has no certificate ${id} that could be ended; "willcall certificate list" shows them`,
          );
        return organisation.slug;
      });
      terminal().result(
        { revoked: { certificateId: id, organisation: slug } },
        `Ended the certificate ${id} of ${slug}. All servers refuse it within a second.`,
      );
    });
  inOurManner(command, { examples: ["willcall certificate revoke 0198c7a2-6f1e-7c3b-9d51-2f8a4be01c77 --org arena"] });
}
