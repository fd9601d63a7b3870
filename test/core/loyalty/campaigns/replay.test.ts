import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { auditTrail } from "../../../../src/core/audit/feed.ts";
import { replay } from "../../../../src/core/audit/replay.ts";
import { numberCommitted } from "../../../../src/core/audit/sequencer.ts";
import {
  type Campaign,
  type CampaignType,
  campaignTypes,
  shortestDaysOf,
} from "../../../../src/core/loyalty/campaigns/campaign.ts";
import { deactivateCampaign, editCampaign, reactivateCampaign } from "../../../../src/core/loyalty/campaigns/edit.ts";
import { createCampaign, plainCampaign } from "../../../../src/core/loyalty/campaigns/make.ts";
import { addPart, changePart, type PartInputs, removePart } from "../../../../src/core/loyalty/campaigns/part-changes.ts";
import { readCampaign } from "../../../../src/core/loyalty/campaigns/read.ts";
import { Refusal } from "../../../../src/core/refusal.ts";
import { operator } from "../../../protocols/loyalty/users.ts";
import { testApp, testClock } from "../../../support/app.ts";

const clock = testClock();
const test = await testApp({ clock });
const { core } = test.parts;

const words = fc.constantFrom("One", "Two", 'Über, "three" \\ 4');
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const identifier = maybe(fc.constantFrom("a", "b"));
const level = fc.integer({ min: 1, max: 1_000_000_000 });
const decimal = fc.constantFrom("1", "0.5", "999999.9999", "2.25");
const day = maybe(fc.constantFrom("2026-01-01", "2026-12-31"));
const interval = {
  intervalCount: fc.integer({ min: 1, max: 3 }),
  intervalUnit: fc.constantFrom("days", "months", "years"),
} as const;

const inputs: { readonly [K in keyof PartInputs]: fc.Arbitrary<PartInputs[K]> } = {
  rewards: fc.record({ level, description: words, identifier }),
  promotions: fc.record({
    operation: fc.constantFrom("add", "multiply"),
    value: decimal,
    description: maybe(words),
    identifier,
    startsOn: day,
    endsOn: day,
  }),
  items: fc.record({ level, description: words, identifier }),
  depreciations: fc.record({
    ...interval,
    countedFrom: fc.constantFrom("transaction", "last-activity"),
    percentage: fc.constantFrom("0.01", "12.5", "100"),
  }),
  fees: fc.record({ ...interval, amount: fc.constantFrom("5", "2.50"), description: maybe(words) }),
};
const kinds = Object.keys(inputs) as (keyof PartInputs)[];
const ids = { rewards: "rewardId", promotions: "promotionId", items: "itemId", depreciations: "ruleId", fees: "ruleId" } as const;

type Step = (key: { campaignId: number; account: null; allowed: null }, held: Campaign) => Promise<unknown>;
const nth = fc.nat(4);

/** The number of one of a campaign's parts, or one that nothing has. */
const numberOf = (held: Campaign, kind: keyof PartInputs, at: number): number =>
  ((held[kind].at(at % (held[kind].length + 1)) as Record<string, unknown> | undefined)?.[ids[kind]] as number) ?? 999_999;

const stepsOf = (kind: keyof PartInputs): fc.Arbitrary<Step>[] => [
  inputs[kind].map(
    (input): Step =>
      (key) =>
        addPart(core, operator, key, kind, input as never),
  ),
  inputs[kind].map(
    (input): Step =>
      (key) =>
        addPart(core, operator, key, kind, input as never),
  ),
  fc.tuple(inputs[kind], nth).map(
    ([input, at]): Step =>
      (key, held) =>
        changePart(core, operator, key, kind, numberOf(held, kind, at), input as never),
  ),
  nth.map(
    (at): Step =>
      (key, held) =>
        removePart(core, operator, key, kind, numberOf(held, kind, at)),
  ),
];
const ownSteps: fc.Arbitrary<Step>[] = [
  fc
    .record({ name: words, description: maybe(words), latitude: maybe(fc.constantFrom("-12.5", "0")), inCoalition: fc.boolean() })
    .map(
      (input): Step =>
        (key) =>
          editCampaign(core, operator, key, () => input),
    ),
  fc.constant<Step>((key) => deactivateCampaign(core, operator, key)),
  fc.constant<Step>((key) => reactivateCampaign(core, operator, key)),
  fc.constant<Step>(async () => clock.pass(86_400_000)),
];

/** Mostly what the campaign's type has. */
const fit = {
  points: ["rewards", "promotions", "depreciations", "fees"],
  giftcard: ["depreciations", "fees"],
  events: ["rewards", "depreciations", "fees"],
  earned: ["depreciations", "fees"],
  buyx: ["items"],
} as const;
const sequenceOf = (type: CampaignType) =>
  fc.array(fc.oneof(...fit[type].flatMap(stepsOf), ...ownSteps, fc.oneof(...kinds.flatMap(stepsOf))), {
    minLength: 10,
    maxLength: 30,
  });

/** What the change log should tell of a campaign, written out from what is read of it. */
function told(campaign: Campaign): Record<string, unknown> {
  const { rewards, promotions, items, depreciations, fees, campaignId: _, version, createdAt, shortestDays, ...own } = campaign;
  const parts = [
    ...rewards.map(({ rewardId, ...rest }) => [`reward ${rewardId}`, rest]),
    ...promotions.map(({ promotionId, ...rest }) => [`promotion ${promotionId}`, rest]),
    ...items.map(({ itemId, ...rest }) => [`item ${itemId}`, rest]),
    ...depreciations.map(({ ruleId, ...rest }) => [`depreciation ${ruleId}`, rest]),
    ...fees.map(({ ruleId, ...rest }) => [`fee ${ruleId}`, rest]),
  ];
  return Object.fromEntries([...Object.entries(own).filter(([, value]) => value !== null), ...parts]);
}

/** Does steps one after the other; what is refused is left undone. */
async function make(type: CampaignType, steps: readonly Step[], met: Set<string>): Promise<number> {
  const eventAmount = type === "earned" ? 100 : null;
  const campaignId = await createCampaign(core, operator, { ...plainCampaign, name: "Made", type, eventAmount });
  for (const step of steps)
    try {
      const held = (await readCampaign(core, operator.orgId, campaignId))!;
      for (const kind of kinds) if (held[kind].length > 0) met.add(kind);
      await step({ campaignId, account: null, allowed: null }, held);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      met.add(error.refusal);
    }
  return campaignId;
}

it("the change log tells a campaign, with all that belongs to it, as it is read, whatever was done to it", async () => {
  const met = new Set<string>();
  for (const type of campaignTypes)
    await fc.assert(
      fc.asyncProperty(sequenceOf(type), async (steps) => {
        const campaignId = await make(type, steps, met);
        while ((await numberCommitted(core, operator.orgId)) > 0);
        const { entities, faults } = await replay(auditTrail(core, operator.orgId, 500));
        assert.deepEqual(faults, []);
        const campaign = (await readCampaign(core, operator.orgId, campaignId))!;
        assert.deepEqual(entities.get(`campaign ${campaignId}`), told(campaign));
        assert.equal(campaign.shortestDays, shortestDaysOf([...campaign.depreciations, ...campaign.fees]));
      }),
      { numRuns: 10 },
    );
  // They have met what this is about.
  for (const one of [...kinds, "part-unfit", "campaign-part-not-found", "campaign-active"]) assert.ok(met.has(one), one);
});
