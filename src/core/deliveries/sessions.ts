import { hashKey } from "../../platform/secrets/api-key.ts";
import type { Core } from "../core.ts";
import type { ApiKey } from "../organisations/organisation.ts";
import { insertDeliverySession } from "../organisations/queries.ts";

/** Opens a session for a key's branch; gives its token, which is kept nowhere, and when it ends. Sessions of the key that have ended go. */
export async function openSession(
  core: Core,
  key: ApiKey,
  company: string,
  lifeMs: number,
): Promise<{ token: string; expiresAt: Date }> {
  const now = core.clock.now();
  // To whole seconds: the wire has no more, and a token must not live longer than it says.
  const expiresAt = new Date(Math.floor((now.getTime() + lifeMs) / 1000) * 1000);
  const token = `${company}|${core.ids.secretUuid()}|${String(key.branch).padStart(4, "0")}`;
  await core.db.run(insertDeliverySession, [hashKey(token), key.orgId, key.keyId, company, key.branch, expiresAt, now]);
  return { token, expiresAt };
}
