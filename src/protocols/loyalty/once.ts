import type { CallReceipt } from "../../core/core.ts";
import { doOnce, idempotencyKeyShape, UsedForAnother } from "../../core/idempotency/once.ts";
import type { CallContext, LoyaltyCall } from "./call.ts";
import { fail } from "./failures.ts";
import type { Fields, Values } from "./fields.ts";
import type { Parameters } from "./parameters.ts";

/** What says of a request who calls and how it is to be answered, and not what for. */
const notTheRequest = ["user_id", "user_password", "user_api_key", "output", "callback", "condensed", "API", "idempotency_key"];

/** Does a call, or finds what the same call under its idempotency_key has come to. Fails with bad-idempotency-key and idempotency-key-used. */
export async function handleOnce(
  context: CallContext,
  call: LoyaltyCall,
  parameters: Parameters,
  values: Values<Fields>,
): ReturnType<LoyaltyCall["handle"]> {
  const key = call.again && (values.idempotency_key as string | undefined);
  if (!key) return call.handle(context, values);
  const sent = [...parameters].filter(([name]) => !notTheRequest.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const work = (receipt: CallReceipt) => call.handle({ ...context, caller: { ...context.caller, receipt } }, values);
  return doUnder(context, key, "", sent, work, (done: never) => call.again!(context, values, done));
}

/**
 * Does a part of a call under its caller's key, or answers what the same has come to: `again` does so from what its write gave. Fails with bad-idempotency-key and idempotency-key-used.
 */
export async function doUnder<T>(
  { core, caller, user }: CallContext,
  key: string,
  part: string,
  request: unknown,
  work: (receipt: CallReceipt) => Promise<T>,
  again: (done: never) => Promise<T>,
): Promise<T> {
  if (!idempotencyKeyShape.test(key)) fail("bad-idempotency-key", { field: "idempotency_key" });
  const idempotencyKey = `${key} ${part}`;
  const wanted = { orgId: caller.orgId, keyId: user.userKeyId, idempotencyKey, request: JSON.stringify(request) };
  try {
    return (await doOnce(core, wanted, work, again)).answer;
  } catch (error) {
    if (error instanceof UsedForAnother) fail("idempotency-key-used", { field: "idempotency_key" });
    throw error;
  }
}
