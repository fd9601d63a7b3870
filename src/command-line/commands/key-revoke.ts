import type { Command } from "commander";
import { endApiKey } from "../../core/organisations/set-up.ts";
import { inOurManner } from "../command.ts";
import { CommandFailed } from "../errors.ts";
import { organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { uuid } from "../values.ts";

/** `willcall key revoke`. */
export function addKeyRevoke(key: Command, terminal: () => Terminal): void {
  const command = key
    .command("revoke")
    .summary("end a key, for good")
    .description("End a key, for good. All servers refuse it within a second.")
    .argument("<id>", 'the key\'s id, from "willcall key list"', uuid)
    .requiredOption("--org <slug>", "the organisation")
    .action(async (keyId: string, { org }: { org: string }) => {
      const slug = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        if (!(await endApiKey(core, organisation.orgId, keyId)))
          throw new CommandFailed(
            `<id>: ${organisation.slug} has no key ${keyId} that could be ended; "willcall key list" shows them`,
          );
        return organisation.slug;
      });
      terminal().result(
        { revoked: { keyId, organisation: slug } },
        `Ended the key ${keyId} of ${slug}. All servers refuse it within a second.`,
      );
    });
  inOurManner(command, { examples: ["willcall key revoke 0198c7a2-6f1e-7c3b-9d51-2f8a4be01c77 --org arena"] });
}
