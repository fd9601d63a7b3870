import type { CustomerData } from "../customers/customer.ts";

/** What a delivery goes through. */
export type DeliveryStatus = "scheduled" | "out" | "delivered" | "failed" | "cancelled";

/** What may follow on each. Delivered and cancelled are ends; one that failed may be scheduled for another day. */
export const nextStatuses: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  scheduled: ["out", "cancelled"],
  out: ["delivered", "failed"],
  delivered: [],
  failed: ["scheduled", "cancelled"],
  cancelled: [],
};

export const deliveryStatuses = Object.keys(nextStatuses) as DeliveryStatus[];

export interface DeliveryItem {
  readonly reference: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly packSize: string | null;
}

/** The customer's fields that a delivery keeps as they were when it was made. */
export const recipientFields = [
  "title",
  "givenName",
  "familyName",
  "companyName",
  "address1",
  "address2",
  "address3",
  "city",
  "region",
  "postalCode",
  "country",
  "phoneDay",
  "phoneMobile",
] as const satisfies (keyof CustomerData)[];

export type Recipient = Pick<CustomerData, (typeof recipientFields)[number]>;

/** What a delivery brings. */
export interface Load {
  readonly boxes: number | null;
  readonly fridge: boolean;
  /** Controlled drugs: handed over only to whom they are for. */
  readonly controlled: boolean;
  readonly items: readonly DeliveryItem[];
  readonly notes: string | null;
}

export interface Delivery extends Load {
  readonly deliveryId: number;
  readonly company: string;
  readonly branch: number;
  readonly customerId: number;
  /** The company's own system's, unique in the company. */
  readonly externalReference: string | null;
  /** YYYY-MM-DD. */
  readonly deliveryDate: string;
  readonly status: DeliveryStatus;
  readonly recipient: Recipient;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A state that a delivery has gone through, and who said so. */
export interface Step {
  readonly version: number;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly keyId: string | null;
  readonly userName: string | null;
  readonly occurredAt: Date;
}

/** A delivery as the change log tells it. */
export function auditedDelivery(
  delivery: Omit<Delivery, "deliveryId" | "version" | "createdAt" | "updatedAt">,
): Record<string, unknown> {
  const { company, branch, customerId, externalReference, deliveryDate, status, recipient } = delivery;
  const { boxes, fridge, controlled, items, notes } = delivery;
  // In an order of their own: what jsonb gives back has another than what was sent.
  const told = items.map(({ reference, description, quantity, packSize }) => ({ reference, description, quantity, packSize }));
  const load = { boxes, fridge, controlled, items: told.length ? told : null, notes };
  return { company, branch, customerId, externalReference, deliveryDate, status, recipient, ...load };
}
