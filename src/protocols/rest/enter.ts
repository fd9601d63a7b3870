import type { BlockList } from "node:net";
import type { FastifyRequest } from "fastify";
import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { KeyUse } from "../../core/key-use/key-use.ts";
import type { AtOnce } from "../../core/limits/at-once.ts";
import type { Limiter } from "../../core/limits/limiter.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { ApiKey } from "../../core/organisations/organisation.ts";
import { readStage } from "../../core/sandbox/behaviour.ts";
import { turned } from "../../core/sandbox/clock.ts";
import type { Log } from "../../platform/log.ts";
import { comesFrom } from "../../platform/networks.ts";
import { holds, type NativeCall, type NativeContext } from "./call.ts";
import { Problem } from "./problems.ts";

/** What the native API works with. */
export interface NativeParts {
  readonly core: Core;
  readonly directory: Directory;
  readonly reads: ReadLog;
  readonly limiter: Limiter;
  readonly keyUse: KeyUse;
  readonly atOnce: AtOnce;
  readonly log: Log;
  readonly trustedProxies: BlockList;
}

const challenge = { "www-authenticate": "Bearer" };
const wrongKey = "The key is not known, has ended, or is not one of the native API";

/** Judges the key of a request. All that may be wrong with one looks alike from outside. Throws Problem. */
export async function enter(parts: NativeParts, request: FastifyRequest, call: NativeCall): Promise<NativeContext> {
  const { directory, limiter, keyUse } = parts;
  const [, sent] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(request.headers.authorization ?? "") ?? [];
  if (!sent) throw new Problem(401, "A key is needed, as in Authorization: Bearer KEY", [], challenge);
  const key = await directory.apiKey(sent);
  if (!key || !isGood(parts, key, request)) throw new Problem(401, wrongKey, [], challenge);
  const organisation = (await directory.organisation(key.orgId))!;
  // By the organisation's clock, as for every protocol; who may turn that is let in by the machine's, to turn it back.
  const core = await clocked(parts.core, organisation.orgId, organisation.sandbox && call.scope !== "sandbox");
  if (key.expiresAt && key.expiresAt <= core.clock.now()) throw new Problem(401, wrongKey, [], challenge);
  if (!holds(key.products, call.scope)) throw new Problem(403, `The key does not hold the scope ${call.scope}`);
  if (call.scope === "sandbox" && !organisation.sandbox)
    throw new Problem(403, "The organisation is no sandbox: its clock and its answers can't be told to go wrong");
  const wait = await limiter.take(key);
  if (wait) throw new Problem(429, "The key's limit of calls is used up", [], { "retry-after": String(wait) });
  keyUse.note(key.orgId, key.keyId);
  const caller: Caller = {
    orgId: organisation.orgId,
    timeZone: organisation.timeZone,
    keyId: key.keyId,
    userName: null,
    protocol: "native",
    call: `${call.method} ${call.path}`,
    requestId: request.id,
  };
  const ifVersion = call.guarded ? versionOf(request.headers["if-match"]) : undefined;
  return { core, organisation, key, caller, reads: parts.reads, requestId: request.id, ifVersion };
}

function isGood({ trustedProxies }: NativeParts, key: ApiKey, request: FastifyRequest): boolean {
  if (key.protocol !== "native" || key.revokedAt) return false;
  const header = (name: string): string | undefined => [request.raw.headers[name]].flat()[0];
  return comesFrom(key.networks, { header, remoteAddress: request.raw.socket.remoteAddress ?? "" }, trustedProxies);
}

async function clocked(core: Core, orgId: number, mayBeTurned: boolean): Promise<Core> {
  return mayBeTurned ? turned(core, (await readStage(core, orgId, undefined)).aheadMs) : core;
}

/** The version of an If-Match; undefined for any. One that can be nobody's matches nothing. */
function versionOf(header: string | undefined): number | undefined {
  if (header === undefined)
    throw new Problem(428, "A change must say what it goes by: If-Match with the ETag that was read, or * for whatever there is");
  if (header.trim() === "*") return undefined;
  const [, version] = /^"(\d{1,15})"$/.exec(header.trim()) ?? [];
  return version === undefined ? -1 : Number(version);
}
