import type { BlockList } from "node:net";
import type { Core } from "../../core/core.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { ApiKey, Organisation } from "../../core/organisations/organisation.ts";
import { comesFrom, type Sender } from "../../platform/networks.ts";
import { Failure, fail, tokenRefused } from "./status.ts";

/** Who calls, and for which company. */
export interface Access {
  readonly organisation: Organisation;
  readonly key: ApiKey;
  /** As the directory has it. */
  readonly company: string;
  readonly branch: number;
}

/** The organisation of an active company; of a value that can be none as of one that is not known. Fails with 201. */
export async function organisationOf(directory: Directory, companyId: unknown): Promise<Organisation> {
  const company = Number.isInteger(companyId) ? String(companyId) : undefined;
  const orgId = company === undefined ? undefined : await directory.orgIdOf("delivery", company);
  return (orgId === undefined ? undefined : await directory.organisation(orgId)) ?? fail(201);
}

/** Judges the key that asks for a session. Fails with 202 whatever is wrong with it. */
export async function accessByKey(core: Core, directory: Directory, organisation: Organisation, company: string, sent: unknown) {
  const key = typeof sent === "string" && sent !== "" ? await directory.apiKey(sent) : undefined;
  if (!key || !isLive(core, key) || !opens(key, organisation, company)) fail(202);
  return { organisation, key, company, branch: key.branch! } satisfies Access;
}

/** Judges the token of a session: of another company, after its end and after its key's it is as one that never was. Fails with 202. */
export async function accessByToken(
  core: Core,
  directory: Directory,
  organisation: Organisation,
  company: string,
  token: string,
) {
  const session = await directory.deliverySession(token);
  const good =
    session &&
    session.company === company &&
    session.expiresAt > core.clock.now() &&
    isLive(core, session.key) &&
    opens(session.key, organisation, company);
  if (!good) throw new Failure(202, tokenRefused);
  return { organisation, key: session.key, company, branch: session.branch } satisfies Access;
}

/** Fails with 204 when the key is not for the address that the request comes from. */
export function judgeAddress({ key }: Access, sender: Sender, trustedProxies: BlockList): void {
  if (!comesFrom(key.networks, sender, trustedProxies)) fail(204);
}

function isLive(core: Core, { protocol, revokedAt, expiresAt }: ApiKey): boolean {
  return protocol === "delivery" && !revokedAt && !(expiresAt && expiresAt <= core.clock.now());
}

function opens(key: ApiKey, { orgId }: Organisation, company: string): boolean {
  return key.orgId === orgId && (key.names?.includes(company) ?? false);
}
