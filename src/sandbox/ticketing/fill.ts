import type { Caller, Core } from "../../core/core.ts";
import { accountRep, deliveryMethod, note, serviceCharge } from "../../core/ticketing/catalogue/kinds/box-office.ts";
import { event, itemSet, plan, season } from "../../core/ticketing/catalogue/kinds/events.ts";
import { manifest, venue } from "../../core/ticketing/catalogue/kinds/venues.ts";
import { putMembers } from "../../core/ticketing/catalogue/members.ts";
import { findItem } from "../../core/ticketing/catalogue/read.ts";
import { createItem } from "../../core/ticketing/catalogue/store.ts";
import { publishEvent } from "../../core/ticketing/events/status.ts";
import { importManifest } from "../../core/ticketing/import/manifest.ts";
import { importPrices } from "../../core/ticketing/import/prices.ts";
import { importTickets } from "../../core/ticketing/import/tickets.ts";
import { type ArenaSize, arenaManifest } from "./arena.ts";
import { attend } from "./attendance.ts";
import { boxOffice } from "./box-office.ts";
import { reserveSome } from "./reserve.ts";
import { seasonSales } from "./sales.ts";
import { comingEvents, pastEvents, priceScales, type SandboxEvent } from "./seasons.ts";

const organization = "GREATWIDGETS";
const selectors = ["INET_FORWARD", "INET_RESALE", "INET_ADD_VALUE", "INET_PRINT", "INET_CLUB_GROUP"];

/** Makes the sandbox's arena, its seasons and what was sold of them (decisions.md, section 5), by the functions that everybody's come in by. */
export async function fillTicketing(core: Core, caller: Caller, size: ArenaSize): Promise<void> {
  for (const [kind, all] of boxOffice) for (const values of all) await createItem(core, caller, kind, values);
  const mail = await findItem(core, caller.orgId, deliveryMethod, "US");
  await createItem(core, caller, serviceCharge, {
    ...{ name: "Postage", description: "Tickets by mail", type: "delivery", amount: 7_00 },
    delivery_method_id: mail.delivery_method_id,
  });
  const venueId = await createItem(core, caller, venue, {
    ...{ name: "Great Widgets Arena", abbreviation: "GWA", online_name: "Great Widgets Arena", address_1: "1 Widget Way" },
    ...{ city: "Newark", region: "NJ", postal_code: "07102", country: "USA", host_venue_id: "1" },
  });
  const manifestId = await createItem(core, caller, manifest, { venue_id: venueId, name: "HOCKEY" });
  await importManifest(core, caller, manifestId, arenaManifest(size));
  const now = core.clock.now();
  const seasons = [
    { name: "2016-17 Season", year: 2016, plan: "FULL16", events: pastEvents(caller.timeZone), bought: "2016-06-01 10:00" },
    {
      name: "Current Season",
      year: now.getUTCFullYear(),
      plan: "FULL",
      events: comingEvents(caller.timeZone, now),
      bought: `${new Date(now.getTime() - 90 * 86_400_000).toISOString().slice(0, 10)} 10:00`,
    },
  ];
  const plans: number[] = [];
  const coming: number[] = [];
  for (const { name, year, plan: planName, events } of seasons) {
    const seasonId = await createItem(core, caller, season, {
      name,
      year,
      venue_id: venueId,
      manifest_id: manifestId,
      organization,
    });
    const ids: number[] = [];
    for (const one of events) ids.push(await makeEvent(core, caller, seasonId, one));
    const planId = await createItem(core, caller, plan, {
      ...{
        name: planName,
        description: `Full plan, ${name}`,
        online_name: `Full plan, ${name}`,
        season_id: seasonId,
        organization,
      },
      full_season_equivalent: "1",
    });
    await putMembers(core, caller, plan, planId, ids);
    plans.push(planId);
    if (events[0]!.startsAt > now) coming.push(planId, ...ids);
  }
  const allEvents = seasons.flatMap(({ events }) => events);
  const names = allEvents.map((one) => one.name);
  await importPrices(
    core,
    caller,
    priceScales(
      names,
      seasons.map((one) => one.plan),
    ),
  );
  await createItem(core, caller, itemSet, { name: "INET_SOLD", description: "All events", all_events: true });
  const sets = [
    { name: "STH", description: "Season tickets", events: plans },
    ...selectors.map((name) => ({ name, description: "What is allowed online", events: coming })),
  ];
  for (const { events, ...values } of sets)
    await putMembers(core, caller, itemSet, await createItem(core, caller, itemSet, values), events);
  for (const { plan: planName, events, bought } of seasons) {
    const { faults } = await importTickets(
      core,
      caller,
      seasonSales(
        events.map((one) => one.name),
        planName,
        bought,
      ),
    );
    if (faults.length > 0) throw new Error(`the sandbox's sales: line ${faults[0]!.line}: ${faults[0]!.message}`);
  }
  await reserveSome(core, caller, "GAME01");
  await createItem(core, caller, accountRep, {
    ...{ account_id: 100479, type: "S", type_name: "Sales", given_name: "Rita", family_name: "Repp", nickname: "Rita" },
    ...{ user_name: "clerk01", email: "rita.repp@invalid.null", phone: "9735550100" },
  });
  await createItem(core, caller, note, {
    account_id: 100479,
    type: "CALL",
    subject: "Renewal",
    text: "Wants to renew the same seats.",
  });
  await attend(
    core,
    caller,
    seasons[0]!.events.map((one) => one.name),
  );
}

async function makeEvent(
  core: Core,
  caller: Caller,
  seasonId: number,
  { name, startsAt, opponent }: SandboxEvent,
): Promise<number> {
  const before = (days: number): Date => new Date(startsAt.getTime() - days * 86_400_000);
  const eventId = await createItem(core, caller, event, {
    ...{ name, season_id: seasonId, starts_at: startsAt, opponent, performer: "Widgets", organization, duration_minutes: 150 },
    ...{
      online_name: `Widgets vs. ${opponent}`,
      description: `Great Widgets vs. ${opponent}`,
      returnable: true,
      exchange_option: "E",
    },
    ...{
      major_category: "SPORTS",
      minor_category: "HOCKEY",
      on_sale_at: before(120),
      off_sale_at: startsAt,
      transfer_minutes: 60,
    },
  });
  await publishEvent(core, caller, eventId);
  return eventId;
}
