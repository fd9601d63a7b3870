import type { Command } from "commander";
import type { Core } from "../../core/core.ts";
import type { ApiKey } from "../../core/organisations/organisation.ts";
import { apiKeysOf } from "../../core/organisations/set-up.ts";
import { inOurManner } from "../command.ts";
import { organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import { listed, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

const headings = ["ID", "LABEL", "STATE", "PRODUCTS", "REACHES", "COMMANDS", "FROM", "A MINUTE", "A DAY", "EXPIRES"];

/** `willcall key list`. */
export function addKeyList(key: Command, terminal: () => Terminal): void {
  const command = key
    .command("list")
    .description("list an organisation's keys, ended ones too; the keys themselves are not kept")
    .requiredOption("--org <slug>", "the organisation")
    .action(async ({ org }: { org: string }) => {
      const { slug, keys } = await withCore(terminal(), ({ core }) => list(core, org));
      const text = keys.length
        ? table(headings, keys.map(row))
        : `No key yet: make one with "willcall key create --org ${slug} --label ... --product ...".`;
      terminal().result({ organisation: slug, keys }, text);
    });
  inOurManner(command, { examples: ["willcall key list --org arena"] });
}

async function list(core: Core, org: string) {
  const { orgId, slug } = await organisationOf(core, org);
  const keys = await apiKeysOf(core, orgId);
  const now = core.clock.now();
  return { slug, keys: keys.map(({ orgId: _, names, ...one }) => ({ ...one, dsns: names, state: stateOf(one, now) })) };
}

function stateOf({ revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">, now: Date): "live" | "revoked" | "expired" {
  if (revokedAt) return "revoked";
  return expiresAt && expiresAt <= now ? "expired" : "live";
}

function row(key: Awaited<ReturnType<typeof list>>["keys"][number]): string[] {
  return [
    key.keyId,
    key.label,
    key.state,
    listed(key.products, "-"),
    key.branch === null ? listed(key.dsns, "all") : `${key.dsns?.[0]}, branch ${key.branch}`,
    listed(key.commands, "all"),
    listed(key.networks, "anywhere"),
    String(key.callsPerMinute ?? "no limit"),
    String(key.callsPerDay ?? "no limit"),
    key.expiresAt ? key.expiresAt.toISOString().replace(/:\d\d\.\d+Z$/, "Z") : "never",
  ];
}
