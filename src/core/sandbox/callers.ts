import type { Core } from "../core.ts";
import { listUsers } from "../loyalty/queries.ts";
import type { KeyProtocol } from "../organisations/organisation.ts";
import { apiKeysOf } from "../organisations/set-up.ts";

/** Whoever calls a protocol under an id of their own: a key, or a user of the loyalty protocol. */
export interface SandboxCaller {
  readonly orgId: number;
  readonly keyId: string;
  readonly label: string;
  readonly protocol: KeyProtocol;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
}

/** Those of an organisation whose calls can be told to go wrong, ended ones too: callers of the vendors' protocols. */
export async function sandboxCallers(core: Pick<Core, "db">, orgId: number): Promise<SandboxCaller[]> {
  const [keys, users] = await Promise.all([apiKeysOf(core, orgId), core.db.read(listUsers, [orgId])]);
  const loyalty = users.map(({ userKeyId: keyId, userName: label }) => ({ orgId, keyId, label, protocol: "loyalty" as const }));
  return [
    ...keys.filter(({ protocol }) => protocol !== "native"),
    ...loyalty.map((one) => ({ ...one, revokedAt: null, expiresAt: null })),
  ];
}
