import { tomorrow } from "../../../core/deliveries/days.ts";
import { scheduleDelivery } from "../../../core/deliveries/schedule.ts";
import { today } from "../../../core/today.ts";
import { defineCall, sessionInput } from "../call.ts";
import { customerKeyFields } from "../customer-fields.ts";
import { keyFromWire } from "../customer-mapping.ts";
import { boolean, day, int, list, marked, object, required, text } from "../fields.ts";

const reference = text("The delivery as the caller's own system knows it; unique in the company", 50);

const input = {
  ...sessionInput,
  delivery: object(
    {
      ...customerKeyFields,
      external_delivery_ref: reference,
      fridge: boolean("Whether it must be kept cool; false unless it is sent"),
      controlled_delivery: boolean("Whether it holds controlled drugs; false unless it is sent"),
      delivery_date: day("The day, not a past one; tomorrow, in the organisation's time zone, unless it is sent"),
      boxes: int("How many boxes", 1),
      items: list(
        {
          item_ref: text("The item as the caller's own system knows it", 50),
          description: required(text("What it is", 150)),
          quantity: required(int("How many", 1)),
          pack_size: text("The size of a pack", 50),
        },
        1_000,
        "What is delivered",
      ),
      notes: text("Notes for the driver", 250),
      check_delivery: boolean(
        "true: refused with 404 when the customer has a delivery on that day, but for failed and cancelled ones; false unless it is sent",
      ),
    },
    "The delivery",
  ),
} as const;

const unseen = <F extends Parameters<typeof marked>[1]>(field: F) => marked("willcall", field);

export const createDelivery = defineCall({
  name: "CreateDelivery",
  purpose: "Schedules a delivery to a customer, at the address that the customer has now.",
  input,
  oneOf: [["delivery.customer_id", "delivery.external_customer_ref"]],
  output: {
    delivery: object(
      {
        delivery_id: unseen(int("The delivery")),
        delivery_ref: unseen(text("D and at least six digits of the delivery's number")),
        external_delivery_ref: unseen(reference),
        customer_id: unseen(int("The customer")),
        delivery_date: unseen(day("The day")),
      },
      "The delivery",
    ),
  },
  codes: [101, 201, 202, 204, 205, 301, 302, 303, 401, 404, 500],
  outOfBounds({ core, organisation }, { delivery }) {
    const past = delivery.delivery_date !== undefined && delivery.delivery_date < today(core, organisation.timeZone);
    return past ? ["delivery.delivery_date"] : [];
  },
  async handle({ core, caller, company, branch, organisation }, { delivery }) {
    const deliveryDate = delivery.delivery_date ?? tomorrow(core, organisation.timeZone);
    const externalReference = delivery.external_delivery_ref ?? null;
    const { deliveryId, customerId } = await scheduleDelivery(core, caller, {
      company,
      branch,
      customer: keyFromWire(company, delivery.customer_id, delivery.external_customer_ref),
      externalReference,
      deliveryDate,
      boxes: delivery.boxes ?? null,
      fridge: delivery.fridge ?? false,
      controlled: delivery.controlled_delivery ?? false,
      items: (delivery.items ?? []).map((item) => ({
        reference: item.item_ref ?? null,
        description: item.description,
        quantity: item.quantity,
        packSize: item.pack_size ?? null,
      })),
      notes: delivery.notes ?? null,
      onlyOne: delivery.check_delivery ?? false,
    });
    return {
      delivery: {
        delivery_id: deliveryId,
        delivery_ref: `D${String(deliveryId).padStart(6, "0")}`,
        external_delivery_ref: externalReference,
        customer_id: customerId,
        delivery_date: deliveryDate,
      },
    };
  },
});
