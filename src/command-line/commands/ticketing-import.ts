import { createReadStream } from "node:fs";
import type { Command } from "commander";
import { counted, grouped } from "../../backup/tell.ts";
import type { Caller, Core } from "../../core/core.ts";
import { Refusal } from "../../core/refusal.ts";
import { manifest } from "../../core/ticketing/catalogue/kinds/venues.ts";
import { numberOf } from "../../core/ticketing/catalogue/store.ts";
import type { LineFault } from "../../core/ticketing/import/table.ts";
import { inOurManner } from "../command.ts";
import { operator, organisationOf } from "../operator.ts";
import { type Progress, showProgress } from "../progress.ts";
import { withCore } from "../session.ts";
import { plain } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { refuseNoFile } from "../ticketing/file.ts";
import { findThing } from "../ticketing/things.ts";
import { line } from "../values.ts";

const orgOption = ["--org <slug>", "the organisation"] as const;
const fileArgument = [
  "<file>",
  "the CSV file, in UTF-8, whose first line names the columns; docs/ticketing.md tells them",
] as const;

/** So many faulty lines are told to people; --json has more. */
const mostTold = 100;

interface Source {
  readonly core: Core;
  readonly caller: Caller;
  readonly stream: ReturnType<typeof createReadStream>;
  /** Draws how much of the file has been read. */
  done(): void;
}

/** Reads a file into an organisation, with a bar for how much of it has been read. */
async function importing<T>(
  terminal: Terminal,
  file: string,
  org: string,
  call: string,
  work: (source: Source) => Promise<T>,
): Promise<T & { organisation: string }> {
  const bytes = await refuseNoFile(file);
  const shown: Progress = showProgress(terminal);
  try {
    return await withCore(terminal, async ({ core }) => {
      const organisation = await organisationOf(core, org);
      const stream = createReadStream(file);
      const what = `Importing ${plain(file)}`;
      try {
        const caller = operator(core, organisation, call);
        return {
          organisation: organisation.slug,
          ...(await work({ core, caller, stream, done: () => shown.progress(what, stream.bytesRead, bytes) })),
        };
      } finally {
        stream.destroy();
      }
    });
  } finally {
    shown.end();
  }
}

/** `willcall ticketing import manifest`. */
export function addImportManifest(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("manifest")
    .summary("put seats into a manifest")
    .description(
      `Put rows of seats into a manifest: sections and rows that are new are made, and each row that is listed has just those seats then. All of it or
nothing. Events that are published already keep the seats that they have.`,
    )
    .argument(...fileArgument)
    .requiredOption(...orgOption)
    .requiredOption("--manifest <name>", "the manifest, by its name or else its number", line(80))
    .action(async (file: string, { org, manifest: name }: { org: string; manifest: string }) => {
      const told = await importing(terminal(), file, org, "ticketing import manifest", async ({ core, caller, stream, done }) => {
        const found = await findThing(core, caller.orgId, manifest, name, { option: "--manifest" });
        // Loaded here, as every other command would pay for it.
        const { importManifest } = await import("../../core/ticketing/import/manifest.ts");
        return {
          manifest: String(found.name),
          ...(await importManifest(core, caller, numberOf(manifest, found), stream, { done })),
        };
      });
      const { sections, rows, seats } = told;
      terminal().result(
        told,
        `Put ${counted(seats, "seat")} in ${counted(rows, "row")} of ${counted(sections, "section")} into ${plain(told.manifest)}.`,
      );
    });
  inOurManner(command, { examples: ["willcall ticketing import manifest hockey.csv --org arena --manifest HOCKEY"] });
}

/** `willcall ticketing import prices`. */
export function addImportPrices(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("prices")
    .summary("set prices of events and plans")
    .description(
      "Set prices of events and plans: one that is there is changed, another made. 500 lines at a time; a line that can't be taken ends it there, and it can be run again.",
    )
    .argument(...fileArgument)
    .requiredOption(...orgOption)
    .action(async (file: string, { org }: { org: string }) => {
      let lines = 0;
      const work = importing(terminal(), file, org, "ticketing import prices", async ({ core, caller, stream, done }) => {
        const { importPrices } = await import("../../core/ticketing/import/prices.ts");
        return importPrices(core, caller, stream, {
          done: (read) => {
            lines = read;
            done();
          },
        });
      });
      const told = await work.catch((error: unknown) => {
        if (error instanceof Refusal && lines > 0) terminal().note(`note: ${counted(lines, "line")} before it have been taken`);
        throw error;
      });
      terminal().result(told, `Made ${counted(told.added, "price")} and changed ${grouped(told.changed)}.`);
    });
  inOurManner(command, { examples: ["willcall ticketing import prices prices.csv --org arena"] });
}

/** `willcall ticketing import tickets`. `ended` is told 1 when lines were left out. */
export function addImportTickets(group: Command, terminal: () => Terminal, ended: (status: number) => void): void {
  const command = group
    .command("tickets")
    .summary("take over tickets that were sold elsewhere")
    .description(
      `Take over tickets that were sold elsewhere. A line that can't be taken is left out and told, and the others are sold. What an earlier run has sold
to the same account is there already: mend the file and run it again. Exit status 1 when lines were left out.`,
    )
    .argument(...fileArgument)
    .requiredOption(...orgOption)
    .action(async (file: string, { org }: { org: string }) => {
      const told = await importing(terminal(), file, org, "ticketing import tickets", async ({ core, caller, stream, done }) => {
        const { importTickets } = await import("../../core/ticketing/import/tickets.ts");
        return importTickets(core, caller, stream, { done });
      });
      terminal().result(told, textOf(told));
      if (told.faults.length > 0) ended(1);
    });
  inOurManner(command, { examples: ["willcall ticketing import tickets tickets.csv --org arena"] });
}

function textOf(told: { sold: number; there: number; orders: number; faults: readonly LineFault[] }): string {
  const { sold, there, orders, faults } = told;
  const head = `Sold ${counted(sold, "seat")} in ${counted(orders, "order")}; ${grouped(there)} had been sold so before.`;
  if (faults.length === 0) return head;
  const shown = faults.slice(0, mostTold).map(({ line: number, message }) => `  line ${number}: ${plain(message)}`);
  const more = faults.length > mostTold ? [`  ... and ${grouped(faults.length - mostTold)} more`] : [];
  return [head, `Left out ${counted(faults.length, "line")}:`, ...shown, ...more].join("\n");
}
