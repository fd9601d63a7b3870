import type { BlockList } from "node:net";
import { finished, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Core } from "../../core/core.ts";
import type { KeyUse } from "../../core/key-use/key-use.ts";
import type { AtOnce } from "../../core/limits/at-once.ts";
import type { Limiter } from "../../core/limits/limiter.ts";
import type { Authenticate } from "../../core/organisations/authenticate.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { Behaviour } from "../../core/sandbox/behaviour.ts";
import { sandboxHeader } from "../../core/sandbox/header.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import type { Log } from "../../platform/log.ts";
import { HashingOverloaded } from "../../platform/secrets/hashing.ts";
import type { Telemetry } from "../../platform/telemetry.ts";
import { type Access, accessByKey, accessByNetwork, formOf, judgeNetworkHead, normalDsn, type RequestHead } from "./access.ts";
import { accessByCertificate, certificateOf } from "./client-certificate.ts";
import type { ServerFigures } from "./command.ts";
import { readCookies } from "./cookies.ts";
import { type Envelope, readEnvelope, textOf } from "./envelope.ts";
import { Fault, type FaultName, faultBody, faults, refuseRequest } from "./faults.ts";
import { answerCall, type Call, type HttpAnswer } from "./polling.ts";
import { record } from "./recording.ts";
import { stageCall } from "./staging.ts";

/** What the gateway works with. */
export interface ArchticsParts {
  readonly core: Core;
  readonly directory: Directory;
  readonly authenticate: Authenticate;
  readonly reads: ReadLog;
  readonly limiter: Limiter;
  readonly keyUse: KeyUse;
  readonly atOnce: AtOnce;
  readonly telemetry: Telemetry;
  readonly server: ServerFigures;
  readonly log: Log;
  readonly ownHosts: ReadonlySet<string>;
  readonly trustedProxies: BlockList;
  /** This process, as it holds calls that outlive their request. */
  readonly processId: string;
  readonly pollAfterMs: number;
  /** Calls that go on after their request was answered 202; the server waits for them when it stops. */
  readonly background: Set<Promise<void>>;
}

/** Where app.ts sends every path that ends like the vendor's. */
export const archticsRoute = "/archtics-gateway";

const bodyLimit = 1_048_576;
const contentType = "application/json;charset=UTF-8";

declare module "fastify" {
  interface FastifyRequest {
    /** `address`: of the caller, for the own-network form. */
    archtics:
      | { head: RequestHead; access: Access | undefined; address: string; began: number; behaviour?: Behaviour }
      | undefined;
  }
}

/** The plugin that answers every path ending in /ticketing_services.aspx. */
export async function archtics(app: FastifyInstance, parts: ArchticsParts): Promise<void> {
  app.decorateRequest("archtics", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(["application/json", "*"], { parseAs: "string", bodyLimit }, (_request, body, done) =>
    done(null, body),
  );
  // The head is judged before the body is read, so that nobody unknown can make the server work.
  app.addHook("onRequest", async (request) => {
    const head = headOf(request);
    if (request.method !== "POST") refuseRequest("not-post");
    const form = formOf(head.path);
    if (form.form === "unknown") refuseRequest("unknown-product");
    const { core, directory } = parts;
    const access =
      form.form === "key"
        ? await accessByKey(core, directory, head, form.product)
        : form.form === "certificate"
          ? await accessByCertificate(core, directory, certificateOf(request.raw.socket), head.query.get("dsn"))
          : undefined;
    const address = form.form === "network" ? judgeNetworkHead(head, parts) : "";
    request.archtics = { head, access, address, began: performance.now() };
    // The body is JSON whatever its type says; an unreadable type must not stop it.
    request.raw.headers["content-type"] = "application/json";
  });
  // What a sandbox's key asked and was told; of other organisations nothing is kept.
  app.addHook("onSend", (request, reply, payload, done) => {
    if (!request.archtics?.access?.organisation.sandbox) done();
    else record(parts, request, reply.statusCode, payload).then(() => done(), done);
  });
  app.addHook("onClose", async () => void (await Promise.allSettled([...parts.background])));
  app.setErrorHandler((error, request, reply) => answerFault(parts, error, request, reply));
  app.all(archticsRoute, { bodyLimit }, async (request, reply) => {
    const body = typeof request.body === "string" ? request.body : "";
    const envelope = readEnvelope(body);
    const access = await accessOf(parts, request, envelope);
    const cookies = readCookies(request.raw.headers.cookie);
    const secure = "encrypted" in request.raw.socket;
    const plain: Call = { access, envelope, body, cookies, requestId: request.id, secure };
    const answer = await atOnce(parts, access, reply, async () => {
      if (!access.organisation.sandbox) return answerCall(parts, plain, () => count(parts, access));
      const staged = await stageCall(parts, plain, request.archtics!.head.header(sandboxHeader));
      return answerCall(staged.parts, staged.call, () => count(staged.parts, access));
    });
    if (answer.behaviour) {
      request.archtics!.behaviour = answer.behaviour;
      if (answer.behaviour.delayMs && !answer.behaviour.poll) await sleep(answer.behaviour.delayMs);
      if (answer.behaviour.dropAnswer) return drop(parts, request, reply);
    }
    if (answer.setCookies.length) reply.header("set-cookie", answer.setCookies);
    if (answer.status !== 200) reply.code(answer.status);
    if (answer.body === "") return reply.send();
    reply.header("content-type", contentType);
    return answer.body;
  });
}

/** Closes the connection on a caller whose call was done, as a network does that breaks. */
async function drop(parts: ArchticsParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await record(parts, request, null, null);
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function headOf(request: FastifyRequest): RequestHead {
  const [path = "", query = ""] = request.originalUrl.split("?", 2);
  return {
    path,
    query: lowerNames(query),
    header: (name) => {
      const value = request.raw.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    remoteAddress: request.raw.socket.remoteAddress ?? "",
  };
}

function lowerNames(query: string): URLSearchParams {
  const given = new URLSearchParams(query);
  if (!/[A-Z%]/.test(query)) return given;
  const lower = new URLSearchParams();
  for (const [name, value] of given) lower.append(name.toLowerCase(), value);
  return lower;
}

/** All commands of a body name one DSN, that of the URL. */
async function accessOf(parts: ArchticsParts, request: FastifyRequest, envelope: Envelope): Promise<Access> {
  const { head, access, address } = request.archtics!;
  const named = envelope.commands.map(({ source }) => normalDsn(textOf(source, "dsn")) ?? refuseRequest("no-dsn-in-body"));
  const wanted = access ? access.dsn : named[0]!;
  if (named.some((dsn) => dsn !== wanted)) refuseRequest("dsns-differ");
  return access ?? (await accessByNetwork(parts.directory, head, address, wanted!));
}

/** Counts a call against the limits of its key or certificate, and as one of its uses. */
async function count({ core, limiter, keyUse }: ArchticsParts, { counted }: Access): Promise<void> {
  const wait = counted ? await limiter.take(counted, core.clock) : 0;
  if (wait) refuseRequest("over-limit", wait);
  if (counted) keyUse.note(counted.orgId, counted.keyId);
}

/** Runs `work` as one of the calls that its key or certificate may have under way. It counts until it ends, also when the caller hangs up; with an answer that is written while it is read, until that is written or given up. */
async function atOnce(
  parts: ArchticsParts,
  { counted }: Access,
  reply: FastifyReply,
  work: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (!counted) return work();
  if (!parts.atOnce.enter(counted.keyId)) refuseRequest("too-many-at-once", 1);
  const leave = (): void => parts.atOnce.leave(counted.keyId);
  const answer = await work().catch((error) => {
    leave();
    throw error;
  });
  if (answer.body instanceof Readable) finished(reply.raw, leave);
  else leave();
  return answer;
}

function answerFault(parts: ArchticsParts, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const fault = faultOf(error);
  if (fault === "internal") parts.log.error({ err: error, requestId: request.id }, "a request failed");
  if (fault === "not-post") reply.header("allow", "POST");
  const { retryAfter, detail } = error instanceof Fault ? error : { retryAfter: undefined, detail: undefined };
  sendFault(reply, fault, fault === "unavailable" ? 1 : retryAfter, detail);
}

function sendFault(reply: FastifyReply, fault: FaultName, retryAfter?: number, detail?: string): void {
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
  reply.code(faults[fault].status).header("content-type", contentType).send(faultBody(fault, detail));
}

function faultOf(error: unknown): FaultName {
  if (error instanceof Fault) return error.fault;
  if (error instanceof DatabaseUnavailable || error instanceof HashingOverloaded) return "unavailable";
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return "too-large";
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? "bad-request" : "internal";
}
