import { createReadStream } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { Refusal } from "../../core/refusal.ts";
import type { Kind } from "../../core/ticketing/catalogue/kind.ts";
import { event, itemSet, plan } from "../../core/ticketing/catalogue/kinds/events.ts";
import { membersOf, putMembers } from "../../core/ticketing/catalogue/members.ts";
import { readItem } from "../../core/ticketing/catalogue/read.ts";
import { numberOf } from "../../core/ticketing/catalogue/store.ts";
import { valuesFor } from "../../core/ticketing/catalogue/values.ts";
import { type Copy, cloneEvent } from "../../core/ticketing/events/clone.ts";
import { type EventWay, publishEvent, setStatus } from "../../core/ticketing/events/status.ts";
import { inOurManner } from "../command.ts";
import { CommandFailed, WronglyCalled } from "../errors.ts";
import { operator, organisationOf } from "../operator.ts";
import { withCore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { refuseNoFile } from "../ticketing/file.ts";
import { findThing, kindWord } from "../ticketing/things.ts";
import { line } from "../values.ts";

const orgOption = ["--org <slug>", "the organisation"] as const;
const eventArgument = ["<event>", "the event, by its name or else its number", line(80)] as const;

function setWord(text: string): Kind {
  const kind = kindWord(text);
  if (kind !== plan && kind !== itemSet) throw new InvalidArgumentError("It must be plan or item-set.");
  return kind;
}

/** `willcall ticketing members`. */
export function addTicketingMembers(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("members")
    .summary("say which events a plan or an item set holds")
    .description(
      "Say which events a plan holds, or which events and plans an item set holds, all of them; without --events: tell them.",
    )
    .argument("<kind>", "plan or item-set", setWord)
    .argument("<name>", "its name, or else its number", line(80))
    .requiredOption(...orgOption)
    .option("--events <names>", "events by their names, with commas between; none takes all away")
    .action(async (kind: Kind, name: string, { org, events }: { org: string; events?: string }) => {
      const told = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        const { orgId, slug } = organisation;
        const set = await findThing(core, orgId, kind, name);
        const number = numberOf(kind, set);
        if (events !== undefined) {
          const words = events === "none" ? [] : events.split(",").flatMap((one) => one.trim() || []);
          const ids: number[] = [];
          for (const word of words) {
            const found = await findThing(core, orgId, event, word, { option: "--events" }).catch((error: unknown) => {
              if (kind === plan) throw error;
              return findThing(core, orgId, plan, word, { option: "--events" });
            });
            ids.push(numberOf(event, found));
          }
          await putMembers(core, operator(core, organisation, "ticketing members"), kind, number, ids);
        }
        const names: string[] = [];
        for (const id of await membersOf(core, orgId, kind, number))
          names.push(String(((await readItem(core, orgId, event, id)) ?? (await readItem(core, orgId, plan, id)))?.name));
        return { organisation: slug, [kind.name]: set.name, events: names };
      });
      const { events: names } = told;
      terminal().result(told, `${told[kind.name]} holds ${names.length === 0 ? "nothing" : names.join(", ")}.`);
    });
  inOurManner(command, {
    examples: [
      "willcall ticketing members plan FULL --org arena --events GAME01,GAME02,GAME03",
      "willcall ticketing members item-set STH --org arena",
    ],
  });
}

/** `willcall ticketing publish`. */
export function addTicketingPublish(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("publish")
    .summary("give an event its seats, so that it can be sold")
    .description("Give a draft the seats of its manifest as it is now. From then on it can be found and sold.")
    .argument(...eventArgument)
    .requiredOption(...orgOption)
    .action(async (name: string, { org }: { org: string }) => {
      const told = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, org);
        const found = await findThing(core, organisation.orgId, event, name);
        const seats = await publishEvent(core, operator(core, organisation, "ticketing publish"), numberOf(event, found));
        return { organisation: organisation.slug, event: String(found.name), seats };
      });
      terminal().result(told, `${told.event} is published, with ${told.seats} seats.`);
    });
  inOurManner(command, { examples: ["willcall ticketing publish GAME09 --org arena"] });
}

const ways: readonly (readonly [EventWay, string, string])[] = [
  ["cancel", "cancel an event: nothing of it is sold any more, and its tickets open no gate", "is cancelled"],
  ["postpone", "postpone an event: tickets hold, and gates are closed until it is taken up again", "is postponed"],
  ["resume", "take up an event that was postponed or cancelled", "is on again"],
];

/** `willcall ticketing cancel`, `postpone` and `resume`. */
export function addTicketingWays(group: Command, terminal: () => Terminal): void {
  for (const [way, description, done] of ways) {
    const command = group
      .command(way)
      .description(description)
      .argument(...eventArgument)
      .requiredOption(...orgOption)
      .action(async (name: string, { org }: { org: string }) => {
        const told = await withCore(terminal(), async ({ core }) => {
          const organisation = await organisationOf(core, org);
          const found = await findThing(core, organisation.orgId, event, name);
          await setStatus(core, operator(core, organisation, `ticketing ${way}`), numberOf(event, found), way);
          const { status } = (await readItem(core, organisation.orgId, event, numberOf(event, found)))!;
          return { organisation: organisation.slug, event: String(found.name), status };
        });
        terminal().result(told, `${told.event} ${done}.`);
      });
    inOurManner(command, { examples: [`willcall ticketing ${way} GAME09 --org arena`] });
  }
}

interface CloneOptions {
  readonly org: string;
  readonly name?: string;
  readonly starts?: string;
  readonly copies?: string;
}

/** `willcall ticketing clone`. */
export function addTicketingClone(group: Command, terminal: () => Terminal): void {
  const command = group
    .command("clone")
    .summary("make drafts like an event, as for a season")
    .description(
      `Make drafts like an event, with its prices: one with --name and --starts, or as many as a file has lines. Doors and sale keep their distance
to the start. All of them are made or none; "willcall ticketing publish" then gives each its seats.`,
    )
    .argument(...eventArgument)
    .requiredOption(...orgOption)
    .option("--name <name>", "the copy's name", line(8))
    .option("--starts <time>", "when it begins, as in 2026-12-01T19:00:00-05:00")
    .addOption(
      new Option("--copies <file>", "a CSV file with the columns name and starts_at, and any others of events").conflicts([
        "name",
        "starts",
      ]),
    )
    .action(async (original: string, options: CloneOptions) => {
      const copies = await copiesOf(options);
      const told = await withCore(terminal(), async ({ core }) => {
        const organisation = await organisationOf(core, options.org);
        const { orgId, slug } = organisation;
        const number = numberOf(event, await findThing(core, orgId, event, original));
        const numbers = await cloneEvent(core, operator(core, organisation, "ticketing clone"), number, copies);
        const events = copies.map(({ name }, index) => ({ event_id: numbers[index]!, name: name.toUpperCase() }));
        return { organisation: slug, events };
      });
      const names = told.events.map(({ name }) => name);
      terminal().result(
        told,
        `Made ${names.join(", ")}. Next: willcall ticketing publish ${names[0]} --org ${told.organisation}`,
      );
    });
  inOurManner(command, {
    examples: [
      "willcall ticketing clone GAME01 --org arena --name GAME09 --starts 2026-12-01T19:00:00-05:00",
      "willcall ticketing clone GAME01 --org arena --copies season.csv",
    ],
  });
}

async function copiesOf({ name, starts, copies }: CloneOptions): Promise<Copy[]> {
  if (copies === undefined) {
    if (name === undefined || starts === undefined)
      throw new WronglyCalled(`${name === undefined ? "--name" : "--starts"}: required, or --copies`);
    return [{ name, starts_at: starts }];
  }
  await refuseNoFile(copies);
  // Loaded here, as every other command would pay for it.
  const { readTable } = await import("../../core/ticketing/import/table.ts");
  const found: Copy[] = [];
  for await (const { number, cells } of readTable(createReadStream(copies), ["name", "starts_at"])) {
    try {
      if (cells.starts_at === undefined) throw new CommandFailed(`${copies}, line ${number}: starts_at is required`);
      valuesFor(event, cells);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new CommandFailed(`${copies}, line ${number}: ${error.facts.field} ${error.facts.fault}`);
    }
    found.push(cells as Copy);
  }
  if (found.length === 0) throw new CommandFailed(`${copies}: has no line but the columns`);
  return found;
}
