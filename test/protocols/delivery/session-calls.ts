import { assertRefused, type Client, freshRef, newCustomer, succeeded, unchanged, type Values } from "./support.ts";

/** Each call that needs a session, with a body that succeeds on the sandbox's customer; a reference makes it traceable. */
export const sessionCalls: readonly { name: string; body(ref?: string): Values }[] = [
  { name: "GetCustomer", body: () => ({ customer_id: 1408 }) },
  { name: "CreateCustomer", body: (ref) => ({ customer: newCustomer({ external_customer_ref: ref }) }) },
  { name: "ModifyCustomer", body: (ref) => ({ customer: newCustomer({ customer_id: 1408, external_customer_ref: ref }) }) },
  { name: "CreateDelivery", body: (ref) => ({ delivery: { customer_id: 1408, external_delivery_ref: ref } }) },
];

/** Asserts that what a test does with a call's body reads nothing and writes nothing, for a client that may see it all. */
export async function withoutEffect(by: Client, act: (body: (call: (typeof sessionCalls)[number]) => Values) => Promise<void>) {
  const ref = freshRef();
  await unchanged(by, 1408, () => act((call) => call.body(ref)));
  assertRefused(await by.getCustomer({ external_customer_ref: ref }), 401);
  succeeded(await by.createDelivery({ customer_id: 1408, external_delivery_ref: ref }));
}
