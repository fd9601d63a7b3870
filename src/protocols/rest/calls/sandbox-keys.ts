import { Type } from "typebox";
import type { ApiKey } from "../../../core/organisations/organisation.ts";
import { apiKeysOf } from "../../../core/organisations/set-up.ts";
import { type SandboxCaller, sandboxCallers } from "../../../core/sandbox/callers.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { Problem } from "../problems.ts";

/** The parameter of calls about one key. */
export const keyParams = Type.Object({ key_id: Type.String({ format: "uuid" }) });

/** The organisation's key of that id. Another organisation's is not there. */
export async function findKey({ core, organisation }: NativeContext, keyId: string): Promise<ApiKey> {
  const found = (await apiKeysOf(core, organisation.orgId)).find((one) => one.keyId === keyId.toLowerCase());
  if (!found) throw new Problem(404, "There is no such key");
  return found;
}

/** The key, or the user of the loyalty protocol, of that id: only the calls of a vendor's protocol can be told to go wrong. */
export async function keyOf({ core, organisation }: NativeContext, keyId: string): Promise<SandboxCaller> {
  const found = (await sandboxCallers(core, organisation.orgId)).find((one) => one.keyId === keyId.toLowerCase());
  return found ?? refuseUnknown();
}

function refuseUnknown(): never {
  throw new Problem(404, "There is no such key of a protocol");
}

export const getKeys = defineCall({
  method: "GET",
  path: "/sandbox/keys",
  scope: "sandbox",
  summary: "The keys, and the users of the loyalty protocol, whose calls can be told to go wrong, ended ones too",
  shapes: {
    answer: Type.Object({
      keys: Type.Array(
        Type.Object({
          key_id: Type.String({ format: "uuid" }),
          label: Type.String(),
          protocol: Type.String(),
          revoked: Type.Boolean(),
          expires_at: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
        }),
      ),
    }),
  },
  async handle({ core, organisation }) {
    const keys = await sandboxCallers(core, organisation.orgId);
    return {
      keys: keys.map(({ keyId, label, protocol, revokedAt, expiresAt }) => ({
        key_id: keyId,
        label,
        protocol,
        revoked: revokedAt !== null,
        expires_at: expiresAt?.toISOString() ?? null,
      })),
    };
  },
});
