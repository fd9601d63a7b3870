import type { Core } from "../../../src/core/core.ts";
import { takeBlock } from "../../../src/core/organisations/queries.ts";
import { kinds } from "../../../src/core/ticketing/catalogue/kinds.ts";
import { settable } from "../../../src/core/ticketing/catalogue/settable.ts";
import { idOf } from "../../../src/protocols/rest/ticketing-catalogue-shape.ts";
import { type Ask, nobody, succeeded } from "./records.ts";

type Ids = Record<string, number>;

/** One thing of each kind that a box office sets up, and an order of an account, for an organisation whose numbers begin where nobody else's are. */
export async function oneOfEach({ db }: Core, orgId: number, ask: Ask, account_id: number): Promise<Ids> {
  for (const counter of ["set-up", "order"]) await db.runAside(takeBlock, [orgId, counter, 900_000]);
  const make = async (plural: string, body: object) => succeeded(await ask("POST", `/${plural}`, body), 201);
  const { hold_class_id } = await make("hold-classes", { name: "OPEN", open: true });
  const { venue_id } = await make("venues", { name: "Rival" });
  const { manifest_id } = await make("manifests", { venue_id, name: "Rival" });
  const csv = "section_name,row_name,seat_num,num_seats\n1,A,1,10";
  succeeded(await ask("POST", `/manifests/${manifest_id}/import`, { csv }));
  const { section_id } = succeeded(await ask("GET", `/sections?manifest_id=${manifest_id}`)).data[0];
  const { row_id } = succeeded(await ask("GET", `/seat-rows?section_id=${section_id}`)).data[0];
  const { season_id } = await make("seasons", { name: "Rival", manifest_id });
  const { event_id } = await make("events", { name: "RIVAL", season_id, starts_at: "2030-01-05T19:00:00Z" });
  succeeded(await ask("POST", `/events/${event_id}/publish`));
  const { plan_id } = await make("plans", { name: "RIVALS" });
  const { item_set_id } = await make("item-sets", { name: "RIVAL" });
  const { ticket_type_id } = await make("ticket-types", { code: "_A", name: "Rival" });
  const { price_id } = await make("prices", { event_id, price_code: "A", ticket_type_id, ticket: 1_000 });
  const { class_attribute_id } = await make("class-attributes", { abbreviation: "R", description: "Rival" });
  const { delivery_method_id } = await make("delivery-methods", { code: "R", name: "Rival", type: "print" });
  const { payment_type_id } = await make("payment-types", { code: "R", description: "Rival" });
  const { service_charge_id } = await make("service-charges", { name: "Rival", amount: 1 });
  const { account_rep_id } = await make("account-reps", { account_id, nickname: "Rival" });
  const { note_id } = await make("notes", { account_id, text: "Rival" });
  const lines = [{ event_id, section: "1", row: "A", first_seat: 1, price_code: "A" }];
  const { order_id } = await make("orders", { account_id, lines });
  return {
    ...{ hold_class_id, venue_id, manifest_id, section_id, row_id, season_id, event_id, plan_id, item_set_id, ticket_type_id },
    ...{
      price_id,
      class_attribute_id,
      delivery_method_id,
      payment_type_id,
      service_charge_id,
      account_rep_id,
      note_id,
      order_id,
    },
  };
}

/** The same ids of what is not there. */
export const noneOfEach: Ids = Object.fromEntries([...kinds.map(idOf), "order_id"].map((name) => [name, nobody]));

/** The lists of everything that is set up. */
export const setUpLists: readonly string[] = kinds.map(({ plural }) => `/${plural}`);

const seats = [{ section: "1", row: "A", first_seat: 2 }];

/** What calls about something of it take, by method and path. */
export const ticketingBodies: Readonly<Record<string, object>> = {
  ...Object.fromEntries(
    kinds.map((kind) => {
      const [name] = Object.entries(settable(kind)).find(
        ([, { type, fixed }]) => !fixed && (type === "text" || type === "code"),
      )!;
      return [`PATCH /${kind.plural}/{${idOf(kind)}}`, { [name]: "T" }];
    }),
  ),
  "POST /events/{event_id}/clone": { copies: [{ name: "TAKEN", starts_at: "2030-01-05T19:00:00Z" }] },
  "PUT /plans/{plan_id}/events": { events: [] },
  "PUT /item-sets/{item_set_id}/events": { events: [] },
  "POST /manifests/{manifest_id}/import": { csv: "section_name,row_name,seat_num\n1,A,1" },
  "POST /events/{event_id}/holds": { seats },
  "POST /events/{event_id}/holds/release": { seats, order_id: 1 },
  "POST /events/{event_id}/returns": { seats },
  "POST /events/{event_id}/reservations/release": { seats },
  "POST /events/{event_id}/reclassify": { seats, hold_class: "OPEN" },
  "POST /events/{event_id}/transfer": { seats, from_account: 6, to_account: 4444 },
};
