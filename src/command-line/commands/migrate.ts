import type { Command } from "commander";
import { migrations } from "../../platform/database/migrate.ts";
import { inOurManner } from "../command.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";

/** `willcall migrate`. */
export function addMigrate(program: Command, terminal: () => Terminal): void {
  const command = program
    .command("migrate")
    .summary("bring the database to this version's schema")
    .description(
      `Bring the database to this version's schema, and see that the pepper is the one its secrets were made with.
A server does the same when it starts; this is for doing it before, or for several servers at once.`,
    )
    .action(async () => {
      const ran = await withCore(terminal(), async ({ migrated }) => migrated);
      const schema = migrations().at(-1)?.version ?? 0;
      const text = ran.length
        ? `Ran ${ran.join(", ")}. The database is at schema ${schema}.`
        : `Nothing to do: the database is at schema ${schema}, which this version needs.`;
      terminal().result({ ran, schema }, text);
    });
  inOurManner(command, { examples: ["DATABASE_URL=postgresql://willcall@db.example/willcall willcall migrate"] });
}
