import type { BlockList } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { KeyUse } from "../../core/key-use/key-use.ts";
import type { AtOnce } from "../../core/limits/at-once.ts";
import type { Limiter } from "../../core/limits/limiter.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import { readStage } from "../../core/sandbox/behaviour.ts";
import { turned } from "../../core/sandbox/clock.ts";
import { sandboxHeader } from "../../core/sandbox/header.ts";
import { behaviourOfCall, performAsTold, Told } from "../../core/sandbox/staged.ts";
import type { Log } from "../../platform/log.ts";
import type { Sender } from "../../platform/networks.ts";
import { type Access, accessByKey, accessByToken, judgeAddress, organisationOf } from "./access.ts";
import type { CallContext, DeliveryCall } from "./call.ts";
import { getSessionToken } from "./calls/GetSessionToken.ts";
import { calls } from "./calls/index.ts";
import { decode, type Faults, inOrder } from "./decode.ts";
import { encode } from "./encode.ts";
import { bodyLimit, failureOf } from "./failures.ts";
import { record, type Staged } from "./staging.ts";
import { Failure, fail, statuses } from "./status.ts";

/** What the gateway works with. */
export interface DeliveryParts {
  readonly core: Core;
  readonly directory: Directory;
  readonly reads: ReadLog;
  readonly limiter: Limiter;
  readonly keyUse: KeyUse;
  readonly atOnce: AtOnce;
  readonly log: Log;
  readonly trustedProxies: BlockList;
  /** How long a session lives, in milliseconds. */
  readonly deliverySessionMs: number;
}

declare module "fastify" {
  interface FastifyRequest {
    delivery: Staged | undefined;
  }
}

const contentType = "application/json; charset=utf-8";

/** The plugin that answers POST /pdm/{Call}; every other method, a trailing slash and another spelling are nothing here: HTTP 404. */
export async function delivery(app: FastifyInstance, parts: DeliveryParts): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(["application/json", "*"], { parseAs: "string", bodyLimit }, (_request, body, done) =>
    done(null, body),
  );
  app.decorateRequest("delivery", undefined);
  // The body is JSON whatever its type says; an unreadable type must not stop it.
  app.addHook("onRequest", (request, _reply, done) => {
    request.raw.headers["content-type"] = "application/json";
    request.delivery = { began: performance.now() };
    done();
  });
  // What a sandbox's key asked and was told; of other organisations nothing is kept.
  app.addHook("onSend", (request, reply, payload, done) => {
    if (!request.delivery?.access?.organisation.sandbox) done();
    else record(parts, request, request.delivery, reply.statusCode, payload).then(() => done(), done);
  });
  app.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply));
  for (const call of calls)
    app.post(`/${call.name}`, { bodyLimit }, async (request, reply) => {
      const answer = await answerCall(parts, call, request);
      if (request.delivery?.behaviour?.dropAnswer) return drop(parts, request, reply);
      reply.header("content-type", contentType);
      return JSON.stringify({ status: { code: 101, details: statuses[101].details }, ...answer });
    });
}

/** Closes the connection on a caller whose call was done, as a network does that breaks. */
async function drop(parts: DeliveryParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await record(parts, request, request.delivery!, null, null);
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

async function answerCall(parts: DeliveryParts, call: DeliveryCall, request: FastifyRequest): Promise<object> {
  const body = readBody(request.body);
  const { values, faults } = decode(call.input, body);
  const first = call === getSessionToken;
  if (!first) refuseMissing(call, body, faults);
  const organisation = await organisationOf(parts.directory, body.company_id);
  const company = String(body.company_id);
  const core = organisation.sandbox
    ? turned(parts.core, (await readStage(parts.core, organisation.orgId, undefined)).aheadMs)
    : parts.core;
  const access = first
    ? await accessByKey(core, parts.directory, organisation, company, body.key)
    : await accessByToken(core, parts.directory, organisation, company, body.session_token as string);
  judgeAddress(access, senderOf(request), parts.trustedProxies);
  request.delivery!.access = access;
  return counted(parts, core, access, async () => {
    if (!organisation.sandbox) return work();
    const marks = {
      header: [request.raw.headers[sandboxHeader]].flat()[0],
      address: request.url,
      body: typeof request.body === "string" ? request.body : "",
    };
    const behaviour = await behaviourOfCall(core, organisation.orgId, access.key.keyId, marks);
    request.delivery!.behaviour = behaviour;
    return behaviour ? performAsTold(behaviour, work) : work();
  });

  async function work(): Promise<object> {
    const context = contextOf(parts, core, access, call, request.id);
    const outOfBounds = [...faults.outOfBounds, ...(call.outOfBounds?.(context, values) ?? [])];
    if (outOfBounds.length && !first) fail(302, inOrder(call.input, outOfBounds));
    return encode(call.output, (await call.handle(context, values)) as never);
  }
}

function readBody(body: unknown): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(typeof body === "string" ? body : "");
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch {
    // Told below, like JSON that is no object.
  }
  throw new Failure(500, "Malformed JSON");
}

/** Before anybody is judged: fields that are missing, then those of another type (decisions.md, section 4). */
function refuseMissing({ input, oneOf }: DeliveryCall, body: Record<string, unknown>, { missing, mistyped }: Faults): void {
  const absent = oneOf
    .filter((set) => set.every((path) => isAbsent(at(body, path)) && !mistyped.some((one) => path.startsWith(`${one}.`))))
    .flat();
  if (missing.length + absent.length) fail(301, inOrder(input, [...missing, ...absent]));
  if (mistyped.length) fail(303, mistyped);
}

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

function at(body: Record<string, unknown>, path: string): unknown {
  let value: unknown = body;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Counts a call against its key's limits and runs it as one of those that the key may have under way. Fails with 205. */
async function counted<T>(
  { limiter, keyUse, atOnce }: DeliveryParts,
  core: Core,
  { key }: Access,
  work: () => Promise<T>,
): Promise<T> {
  if (!atOnce.enter(key.keyId)) fail(205);
  try {
    if (await limiter.take(key, core.clock)) fail(205);
    keyUse.note(key.orgId, key.keyId);
    return await work();
  } finally {
    atOnce.leave(key.keyId);
  }
}

function contextOf(parts: DeliveryParts, core: Core, access: Access, { name }: DeliveryCall, requestId: string): CallContext {
  const { organisation, key } = access;
  const caller: Caller = {
    orgId: organisation.orgId,
    timeZone: organisation.timeZone,
    keyId: key.keyId,
    userName: null,
    protocol: "delivery",
    call: name,
    requestId,
  };
  return { ...access, core, caller, reads: parts.reads, sessionMs: parts.deliverySessionMs };
}

function senderOf(request: FastifyRequest): Sender {
  return {
    header(name) {
      const value = request.raw.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    remoteAddress: request.raw.socket.remoteAddress ?? "",
  };
}

function answerError(parts: DeliveryParts, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (request.delivery?.behaviour?.dropAnswer) return void drop(parts, request, reply);
  const { http, failure } = failureOf(error, request.id);
  if (failure.code === 500 && http === 200 && !(error instanceof Failure || error instanceof Told))
    parts.log.error({ err: error, requestId: request.id }, "a request failed");
  if (http === 503) reply.header("retry-after", "1");
  // A status that has no body.
  if ([202, 204, 205, 304].includes(http)) return void reply.code(http).send();
  const { code, details } = failure;
  reply
    .code(http)
    .header("content-type", contentType)
    .send(JSON.stringify({ status: { code, details } }));
}
