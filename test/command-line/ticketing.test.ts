// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createOrganisation } from "../../src/core/organisations/set-up.ts";
import { testApp } from "../support/app.ts";
import { temporaryFolder } from "./helpers.ts";
import { commandsIn } from "./in-process.ts";

const test = await testApp();
const run = commandsIn(test.target);
const folder = temporaryFolder();
await createOrganisation(test.parts.core, { slug: "rival", name: "Rival", timeZone: "UTC", currency: "USD", names: [] });

/** A file with these lines. */
function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join("\n"));
  return path;
}

const org = ["--org", "great-widgets-arena"];
/** Runs a command of the sandbox that must succeed; gives its document. */
async function done(...args: string[]) {
  const ran = await run("ticketing", ...args, ...org);
  assert.deepEqual([ran.status, ran.message], [0, ""], args.join(" "));
  return ran;
}
async function refused(status: number, message: RegExp, ...args: string[]): Promise<void> {
  const ran = await run("ticketing", ...args);
  assert.deepEqual([ran.status, ran.document], [status, undefined], `${args.join(" ")} ${ran.message}`);
  assert.match(ran.message, message);
}

describe("ticketing, wrongly called,", () => {
  for (const [args, message] of [
    [["list", "widget", ...org], /'widget' is invalid for argument 'kind'.*venue, manifest, section/],
    [["fields", "widget"], /'widget' is invalid/],
    [["list", "venue"], /required option '--org <slug>'/],
    [["list", "venue", ...org, "--in", "x"], /^--in: venues are in nothing$/],
    [["list", "account-rep", ...org, "--in", "x"], /^--in: must be a number$/],
    [["list", "notes", ...org, "--name", "x"], /^--name: notes have no names$/],
    [["create", "venue", ...org, "--set", "name"], /^--set: must be field=value, not "name"$/],
    [["create", "venue", ...org, "--set", "colour=red"], /^--set: colour is no field of a venue; there are name, abbreviation/],
    [["create", "hold-class", ...org, "--set", "built_in=yes"], /^--set: built_in is no field/],
    [["create", "venue", ...org, "--set", "city=A", "--set", "city=B"], /^--set: city is given twice$/],
    [["change", "venue", "x", ...org], /required option '--set <field=value>' not specified/],
    [["members", "venue", "x", ...org], /'venue' is invalid for argument 'kind'.*plan or item-set/],
    [["clone", "GAME01", ...org], /^--name: required, or --copies$/],
    [["clone", "GAME01", ...org, "--name", "X"], /^--starts: required/],
    [["clone", "GAME01", ...org, "--name", "X", "--copies", "x.csv"], /cannot be used with/],
    [["clone", "GAME01", ...org, "--name", "TOO-LONG-NAME", "--starts", "x"], /not be longer than 8/],
    [["import", "manifest", "x.csv", ...org], /required option '--manifest <name>'/],
  ] as const)
    it(`is refused with status 2: ${args.join(" ")}`, () => refused(2, message, ...args));
});

describe("ticketing refuses", () => {
  for (const [args, message] of [
    [["list", "venues", "--org", "nobody"], /^--org: no organisation has the slug "nobody"/],
    [["show", "venue", "Nowhere", ...org], /^venue: there is no venue "Nowhere"$/],
    [["show", "venue", "Great Widgets Arena", "--org", "rival"], /^venue: there is no venue "Great Widgets Arena"$/],
    [["show", "seat-row", "A", ...org], /^seat-row: several are called "A"; say its number/],
    [["list", "prices", ...org, "--in", "NONE"], /^--in: there is no event "NONE"$/],
    [["create", "venue", ...org, "--set", "city=Newark"], /^name: is required$/],
    [["create", "venue", ...org, "--set", `name=${"x".repeat(31)}`], /^name: must have at most 30 characters$/],
    [["create", "venue", ...org, "--set", "name=great widgets arena"], /^name: another bears it$/],
    [
      ["create", "manifest", ...org, "--set", "name=M", "--set", "venue_id=Nowhere"],
      /^--set venue_id: there is no venue "Nowhere"$/,
    ],
    [
      ["create", "note", ...org, "--set", "account_id=99999999", "--set", "text=Hi"],
      /^account_id: what it refers to is not there$/,
    ],
    [["create", "event", ...org, "--set", "name=E", "--set", "starts_at=tomorrow"], /^starts_at: must be an instant as in/],
    [["change", "manifest", "HOCKEY", ...org, "--set", "venue_id="], /^venue_id: is required$/],
    [["change", "event", "NONE", ...org, "--set", "url=x"], /^event: there is no event "NONE"$/],
    [["remove", "venue", "Great Widgets Arena", ...org], /^something else refers to it, or it came with the system$/],
    [["remove", "hold-class", "OPEN", ...org], /^something else refers to it, or it came with the system$/],
    [["members", "plan", "FULL", ...org, "--events", "GAME01,NONE"], /^--events: there is no event "NONE"$/],
    [["publish", "GAME01", ...org], /^the event is no draft any more$/],
    [["resume", "GAME01", ...org], /^the event's status does not allow it$/],
    [
      ["clone", "GAME01", ...org, "--name", "GAME02", "--starts", "2030-01-05T19:00:00Z"],
      /^name: GAME02 belongs to another event$/,
    ],
    [["clone", "GAME01", ...org, "--copies", "/nowhere.csv"], /^\/nowhere\.csv: there is no such file$/],
    [["import", "prices", "/nowhere.csv", ...org], /^\/nowhere\.csv: there is no such file$/],
    [
      ["import", "manifest", file("m.csv", "section_name,row_name"), ...org, "--manifest", "HOCKEY"],
      /^seat_num: is a column that/,
    ],
    [
      ["import", "manifest", file("m.csv", "section_name,row_name"), ...org, "--manifest", "NONE"],
      /^--manifest: there is no manifest/,
    ],
  ] as const)
    it(`and changes nothing: ${args.filter((one) => one !== "great-widgets-arena").join(" ")}`, () =>
      refused(1, message, ...args));

  it("copies with the line of the file, and makes none of them", async () => {
    for (const [line, message] of [
      ["B,", /line 3: starts_at is required$/],
      ["B,soon", /line 3: starts_at must be an instant/],
      ["TOO-LONG-NAME,2030-01-05T19:00:00Z", /line 3: name must have at most 8 characters$/],
    ] as const)
      await refused(
        1,
        message,
        "clone",
        "GAME01",
        ...org,
        "--copies",
        file("c.csv", "name,starts_at", "A,2030-01-05T19:00:00Z", line),
      );
    await refused(1, /has no line/, "clone", "GAME01", ...org, "--copies", file("c.csv", "name,starts_at"));
    assert.deepEqual((await done("list", "events", "--name", "A")).document.events, []);
  });

  it("to publish without a start or seats", async () => {
    await done("create", "event", "--set", "name=BARE");
    await refused(1, /^starts_at: is required before it is published$/, "publish", "BARE", ...org);
    await done("change", "event", "bare", "--set", "starts_at=2030-01-05T19:00:00Z");
    await refused(1, /^the event has no manifest, or one without seats/, "publish", "BARE", ...org);
    assert.equal((await done("show", "event", "BARE")).document.event.status, "draft");
  });
});

describe("ticketing", () => {
  it("tells the fields of a kind", async () => {
    const { document, text } = await run("ticketing", "fields", "price");
    const ticket = document.fields.find((one: { name: string }) => one.name === "ticket");
    assert.deepEqual(ticket, {
      name: "ticket",
      takes: "minor units, as 9900",
      meaning: "Of the price, the ticket itself",
      required: true,
    });
    assert.match(text, /ticket_type_id +name or number: ticket-type +The type of ticket; required/);
  });

  it("makes, shows, lists, changes and removes things, by name or number, references too", async () => {
    const made = await done(
      "create",
      "event",
      "--set",
      "name=game50",
      "--set",
      "season_id=Current Season",
      "--set",
      "starts_at=2030-01-05T19:00:00-05:00",
    );
    const { event_id, season_id, ...rest } = made.document.event;
    assert.deepEqual([rest.name, rest.starts_at, rest.status], ["GAME50", "2030-01-06T00:00:00.000Z", "draft"]);
    assert.match(made.text, new RegExp(`^Made the event ${event_id}\\.\n\nFIELD +VALUE\nnumber +${event_id}`));
    assert.equal((await done("show", "season", "current season")).document.season.season_id, season_id);
    const price = ["event_id=GAME50", "price_code=A", "ticket_type_id=_A", "ticket=9900", "not_allowed=resale,print"];
    await done("create", "price", ...price.flatMap((one) => ["--set", one]));
    const inPlan = ["event_id=FULL", "price_code=Z", "ticket_type_id=_A", "ticket=9000"];
    await done("create", "price", ...inPlan.flatMap((one) => ["--set", one]));
    const { document, text } = await done("list", "prices", "--in", "GAME50");
    assert.deepEqual(
      document.prices.map((one: { ticket: number; not_allowed: string[] }) => [one.ticket, one.not_allowed]),
      [[9_900, ["resale", "print"]]],
    );
    assert.match(text, /^NUMBER +EVENT_ID +PRICE_CODE +TICKET_TYPE_ID +TICKET\n/);
    const changed = await done("change", "event", String(event_id), "--set", "opponent=Gears", "--set", "season_id=");
    assert.deepEqual([changed.document.event.opponent, changed.document.event.season_id], ["Gears", null]);
    await done("remove", "price", "A", "--in", "GAME50");
    assert.match((await done("remove", "event", "GAME50")).text, new RegExp(`^Removed the event ${event_id}\\.$`));
    assert.match(
      (await done("list", "prices", "--in", "GAME02", "--name", "none")).text,
      /^There is none\. Next: willcall ticketing create price --org/,
    );
  });

  it("clones through a season, publishes each, and puts them into plans and item sets", async () => {
    const starts = ["--name", "GAME60", "--starts", "2030-01-05T19:00:00-05:00"];
    assert.match(
      (await done("clone", "GAME01", ...starts)).text,
      /^Made GAME60\. Next: willcall ticketing publish GAME60 --org great-widgets-arena$/,
    );
    const lines = ["GAME61,2030-02-05T19:00:00-05:00,Gaskets", "GAME62,2030-03-05T19:00:00-05:00,"];
    const { events } = (await done("clone", "GAME01", "--copies", file("season.csv", "name,starts_at,opponent", ...lines)))
      .document;
    assert.deepEqual(
      events.map((one: { name: string }) => one.name),
      ["GAME61", "GAME62"],
    );
    const [original, copy] = [
      (await done("show", "event", "GAME01")).document.event,
      (await done("show", "event", "GAME61")).document.event,
    ];
    const before = (one: Record<string, string>) => Date.parse(one.starts_at!) - Date.parse(one.on_sale_at!);
    assert.ok(before(original) > 0);
    assert.deepEqual([before(copy), copy.doors_at, copy.opponent], [before(original), null, "Gaskets"]);
    assert.match((await done("publish", "GAME61")).text, /^GAME61 is published, with \d+ seats\.$/);
    for (const [way, status] of [
      ["postpone", "postponed"],
      ["resume", "published"],
      ["cancel", "cancelled"],
    ] as const)
      assert.equal((await done(way, "GAME61")).document.status, status);
    await done("create", "plan", "--set", "name=HALF");
    const halves = await done("members", "plan", "HALF", "--events", "GAME61, GAME62");
    assert.deepEqual(halves.document.events, ["GAME61", "GAME62"]);
    assert.match((await done("members", "item-set", "STH", "--events", "HALF,GAME60")).text, /^STH holds .*HALF.*\.$/);
    assert.match((await done("members", "plan", "HALF", "--events", "none")).text, /^HALF holds nothing\.$/);
  });
});
