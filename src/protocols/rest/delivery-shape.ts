import { type Static, Type } from "typebox";
import type { DeliveryChange } from "../../core/deliveries/change.ts";
import {
  type Delivery,
  type DeliveryItem,
  type DeliveryStatus,
  deliveryStatuses,
  type Recipient,
  type Step,
} from "../../core/deliveries/delivery.ts";
import { nullable, number, text } from "./shapes.ts";

const closed = { additionalProperties: false } as const;

/** Where a delivery stands. */
export const statusShape = Type.Unsafe<DeliveryStatus>({ enum: deliveryStatuses });

const item = Type.Object(
  {
    reference: Type.Optional(text(50, "The item as the caller's own system knows it")),
    description: Type.String({ minLength: 1, maxLength: 150 }),
    quantity: number(),
    pack_size: Type.Optional(text(50)),
  },
  closed,
);

/** What may be said of a delivery when it is made and changed later. */
export const deliveryFields = {
  delivery_date: Type.String({ format: "date", description: "The day, not a past one" }),
  external_reference: text(50, "The delivery as the company's own system knows it; unique in the company"),
  boxes: nullable<number>("integer", { minimum: 1, maximum: 2_147_483_647, description: "How many boxes" }),
  fridge: Type.Boolean({ description: "Whether it must be kept cool" }),
  controlled: Type.Boolean({ description: "Whether it holds controlled drugs, handed over only to whom they are for" }),
  items: Type.Array(item, { maxItems: 1_000 }),
  notes: text(250, "Notes for the driver"),
} as const;

/** The customer's name, address and telephones, as they were when the delivery was made. */
const recipientNames = {
  title: "title",
  given_name: "givenName",
  family_name: "familyName",
  company_name: "companyName",
  address_1: "address1",
  address_2: "address2",
  address_3: "address3",
  city: "city",
  region: "region",
  postal_code: "postalCode",
  country: "country",
  phone_day: "phoneDay",
  phone_mobile: "phoneMobile",
} as const satisfies Record<string, keyof Recipient>;
type RecipientOnWire = Record<keyof typeof recipientNames, string | null>;

const anyText = nullable<string>("string");
const members = {
  delivery_id: Type.Integer(),
  version: Type.Integer({ description: "Goes up with every change, whichever protocol made it; also the ETag" }),
  company_id: Type.Integer(),
  branch: Type.Integer(),
  customer_id: Type.Integer(),
  external_reference: anyText,
  delivery_date: Type.String({ format: "date" }),
  status: statusShape,
  recipient: Type.Object(
    Object.fromEntries(Object.keys(recipientNames).map((name) => [name, anyText])) as Record<
      keyof RecipientOnWire,
      typeof anyText
    >,
    { description: "Who it goes to, and where: the customer as they were when it was made" },
  ),
  boxes: nullable<number>("integer"),
  fridge: Type.Boolean(),
  controlled: Type.Boolean(),
  items: Type.Array(
    Type.Object({ reference: anyText, description: Type.String(), quantity: Type.Integer(), pack_size: anyText }),
  ),
  notes: anyText,
  created_at: Type.String({ format: "date-time" }),
  updated_at: Type.String({ format: "date-time" }),
} as const;

/** A delivery in a list. */
export const listedDelivery = Type.Object(members);

/** A delivery with the states that it has gone through. */
export const deliveryShape = Type.Object({
  ...members,
  steps: Type.Array(
    Type.Object({
      status: statusShape,
      at: Type.String({ format: "date-time" }),
      key_id: nullable<string>("string", { description: "Of the key that said so; null for none" }),
      reason: anyText,
    }),
    { description: "The states that it has gone through, the first one included" },
  ),
});

/** Items in the core's terms. */
export function itemsFromWire(items: readonly Static<typeof item>[]): DeliveryItem[] {
  return items.map(({ reference = null, description, quantity, pack_size: packSize = null }) => ({
    reference,
    description,
    quantity,
    packSize,
  }));
}

type Given = { readonly [K in keyof typeof deliveryFields]?: Static<(typeof deliveryFields)[K]> | undefined };

/** What was sent, in the core's terms; what was not sent is left undefined. */
export function changeFromWire(given: Given): DeliveryChange {
  const { delivery_date: deliveryDate, external_reference: externalReference, items, ...same } = given;
  const { boxes, fridge, controlled, notes } = same;
  return { deliveryDate, externalReference, boxes, fridge, controlled, notes, items: items && itemsFromWire(items) };
}

/** The core's delivery as the wire's, without its steps. */
export function deliveryToWire(delivery: Delivery) {
  const { recipient, company, items, createdAt, updatedAt } = delivery;
  const whom = Object.entries(recipientNames).map(([wire, name]) => [wire, recipient[name] ?? null]);
  return {
    delivery_id: delivery.deliveryId,
    version: delivery.version,
    company_id: Number(company),
    branch: delivery.branch,
    customer_id: delivery.customerId,
    external_reference: delivery.externalReference,
    delivery_date: delivery.deliveryDate,
    status: delivery.status,
    recipient: Object.fromEntries(whom) as RecipientOnWire,
    boxes: delivery.boxes,
    fridge: delivery.fridge,
    controlled: delivery.controlled,
    items: items.map(({ reference, description, quantity, packSize }) => ({
      reference,
      description,
      quantity,
      pack_size: packSize,
    })),
    notes: delivery.notes,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

/** A delivery's steps as the wire's. */
export function stepsToWire(steps: readonly Step[]) {
  return steps.map(({ status, occurredAt, keyId, reason }) => ({
    status,
    at: occurredAt.toISOString(),
    key_id: keyId,
    reason,
  }));
}
