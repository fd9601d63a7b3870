// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { readScans } from "../../src/core/ticketing/access/attendance.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { caller, sandboxOrgId } from "../protocols/archtics/support.ts";
import { testApp, testClock } from "../support/app.ts";
import { rounds } from "../support/counts.ts";
import { soldOut } from "./entry/arena.ts";
import { type Found, faultsOf } from "./entry/checks.ts";
import { evening } from "./entry/simulate.ts";
import { seeded } from "./mix/random.ts";
import { admissionsOf } from "./queries.ts";

const clock = testClock();
const { parts, target } = await testApp({ clock });
const { core } = parts;
const client = await connect(target, "test");
after(() => client.end());

async function look(eventId: number): Promise<Found> {
  const { rows: admissions } = await client.query(admissionsOf, [eventId]);
  const { rows: scans } = await readScans(core, sandboxOrgId, { events: [eventId], count: 100_000, page: 0 });
  return { scans, admissions };
}

describe("20 gates, a third of them offline and late", () => {
  it("count no seat twice, lose nobody who was admitted, and report each conflict", async (context) => {
    const random = seeded(rounds(10_000));
    const event = await soldOut(core, caller, "ENTRY", rounds(10_000));
    const { through, conflictsAnswered } = await evening({ core, caller, clock, random }, event);
    const found = await look(event.eventId);
    assert.deepEqual(faultsOf(through, found), []);
    // Everybody came, so each seat is there once; and there was something to get wrong.
    const conflicts = found.scans.filter((one) => one.conflictsWith !== null).length;
    context.diagnostic(`${through.length} passages, ${found.scans.length} scans, ${conflicts} conflicts`);
    assert.ok(found.admissions.length > rounds(10_000) * 0.9);
    assert.ok(conflicts > rounds(10_000) / 100 && conflictsAnswered > 0, `only ${conflicts} conflicts`);
    assert.ok(found.scans.filter((one) => one.offline).length > found.scans.length / 5);

    const [row, other] = found.scans.filter((one) => one.conflictsWith !== null);
    const seat = found.admissions[0]!;
    const tampered: [RegExp, Found][] = [
      [/lost/, { ...found, scans: found.scans.filter((one) => one !== row) }],
      [/counted twice/, { ...found, scans: [...found.scans, row!] }],
      [/never happened/, { ...found, scans: [...found.scans, { ...row!, at: new Date(0) }] }],
      [
        /a conflict is not told/,
        { ...found, scans: found.scans.map((one) => (one === other ? { ...one, conflictsWith: null } : one)) },
      ],
      [/not reported/, { ...found, scans: found.scans.map((one) => ({ ...one, conflictedWith: null })) }],
      [/is not counted/, { ...found, admissions: found.admissions.slice(1) }],
      [/is admitted 2 times/, { ...found, admissions: [...found.admissions, seat] }],
      [/is inside, or is not/, { ...found, admissions: found.admissions.map((one) => ({ ...one, inside: !one.inside })) }],
      [/came first/, { ...found, admissions: found.admissions.map((one) => ({ ...one, first_at: new Date(0) })) }],
    ];
    for (const [fault, tampering] of tampered) assert.match(faultsOf(through, tampering).join("\n"), fault);
  });

  for (const [plant, fault] of [
    ["forgets-references", /counted twice/],
    ["loses-a-batch", /lost/],
  ] as const)
    it(`are found out when a scanner ${plant.replaceAll("-", " ")}`, async () => {
      const event = await soldOut(core, caller, plant.slice(0, 6).toUpperCase(), 150);
      const { through } = await evening({ core, caller, clock, random: seeded(7) }, event, plant);
      assert.match(faultsOf(through, await look(event.eventId)).join("\n"), fault);
    });
});
