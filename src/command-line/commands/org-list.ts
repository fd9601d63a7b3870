import type { Command } from "commander";
import type { Core } from "../../core/core.ts";
import { listOrganisations } from "../../core/organisations/queries.ts";
import { inOurManner } from "../command.ts";
import { dsnsOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { listed, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** `willcall org list`. */
export function addOrgList(org: Command, terminal: () => Terminal): void {
  const command = org
    .command("list")
    .description("list the organisations, with the DSNs that reach them")
    .action(async () => {
      const organisations = await withCore(terminal(), ({ core }) => list(core));
      const rows = organisations.map((one) => [
        one.slug,
        one.name,
        one.timeZone,
        one.currency,
        listed(one.dsns, "-"),
        listed(one.ownNetworks, "-"),
      ]);
      const text = rows.length
        ? table(["SLUG", "NAME", "TIME ZONE", "CURRENCY", "DSNS", "NETWORKS"], rows)
        : 'No organisation yet: make one with "willcall org create", or start a server on the empty database to get the sandbox.';
      terminal().result({ organisations }, text);
    });
  inOurManner(command, { examples: ["willcall org list"] });
}

async function list(core: Core) {
  const organisations = await core.db.read(listOrganisations, []);
  return Promise.all(organisations.map(async (one) => ({ ...one, dsns: await dsnsOf(core, one) })));
}
