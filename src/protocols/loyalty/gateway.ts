import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { KeyUse } from "../../core/key-use/key-use.ts";
import type { AtOnce } from "../../core/limits/at-once.ts";
import type { Limiter } from "../../core/limits/limiter.ts";
import { accountIdOfUser } from "../../core/loyalty/log-in.ts";
import { isPermitted } from "../../core/loyalty/roles.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import { readStage } from "../../core/sandbox/behaviour.ts";
import { turned } from "../../core/sandbox/clock.ts";
import { sandboxHeader } from "../../core/sandbox/header.ts";
import { behaviourOfCall, performAsTold } from "../../core/sandbox/staged.ts";
import type { Log } from "../../platform/log.ts";
import { type Access, accountOf, judge, judgeByPassword } from "./access.ts";
import type { Answered, CallContext, LoyaltyCall } from "./call.ts";
import { callOf } from "./calls/index.ts";
import { decode } from "./decode.ts";
import { comesInPages, encode } from "./encode.ts";
import { Fault, fail, faultOf } from "./failures.ts";
import { contentTypeOf, type Format, formatOf } from "./format.ts";
import { handleOnce } from "./once.ts";
import type { Outputs } from "./output.ts";
import { bodyLimit, type Parameters, readBody, readForm } from "./parameters.ts";
import { wirePermission } from "./permissions.ts";
import { record, type Staged } from "./recording.ts";
import { say } from "./texts/text.ts";
import { type Envelope, write, writeInPages } from "./write.ts";

/** What the gateway works with. */
export interface LoyaltyParts {
  readonly core: Core;
  readonly directory: Directory;
  readonly reads: ReadLog;
  readonly limiter: Limiter;
  readonly keyUse: KeyUse;
  readonly atOnce: AtOnce;
  readonly log: Log;
}

declare module "fastify" {
  interface FastifyRequest {
    loyalty: Staged | undefined;
  }
}

/** Where every call of the protocol is led to. */
export const loyaltyRoute = "/loyalty-call";

/** The route of an address, with its query: of any path ending in /api.php, and of / when it may be a call (decisions.md, section 3). */
export function loyaltyRouteOf(url: string, method: string | undefined): string | undefined {
  const end = url.indexOf("?");
  const [path, query] = end < 0 ? [url, ""] : [url.slice(0, end), url.slice(end)];
  if (path.endsWith("/api.php")) return `${loyaltyRoute}${query}`;
  return path === "/" && (method === "POST" || /[?&]type=/.test(query)) ? `${loyaltyRoute}${query}` : undefined;
}

/** The plugin that answers the protocol's calls. */
export async function loyalty(app: FastifyInstance, parts: LoyaltyParts): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));
  app.decorateRequest("loyalty", undefined);
  // The type is this protocol's to judge; one that can't be read must not stop the request.
  app.addHook("onRequest", (request, _reply, done) => {
    const { headers } = request.raw;
    request.loyalty = {
      began: performance.now(),
      contentType: headers["content-type"],
      format: { form: "XML", condensed: false },
    };
    headers["content-type"] = "application/octet-stream";
    done();
  });
  app.addHook("onSend", (request, reply, payload, done) => {
    if (!request.loyalty?.access?.organisation.sandbox) done(null, payload);
    else record(parts, request, request.loyalty, reply.statusCode).then(() => done(null, payload), done);
  });
  app.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply));
  const options = { bodyLimit };
  app.post(loyaltyRoute, options, (request, reply) => answer(parts, request, reply));
  app.get(loyaltyRoute, (request, reply) => answer(parts, request, reply));
}

async function answer(parts: LoyaltyParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const staged = request.loyalty!;
  const parameters = await parametersOf(request, staged);
  // What is sent to / and is no call is nothing here.
  if (request.originalUrl.split("?", 1)[0] === "/" && !parameters.has("type")) {
    reply.callNotFound();
    return reply;
  }
  staged.parameters = parameters;
  const called = callOf(parameters.get("type")?.trim() ?? "");
  const { format, fault } = formatOf(parameters, called?.hasTable);
  staged.format = format;
  if (fault) fail(fault === "output" ? "bad-output" : "bad-callback");
  const call = called ?? fail("type-unknown");
  const envelope = await answerCall(parts, call, request, staged, parameters);
  if (staged.behaviour?.dropAnswer) return drop(parts, request, reply);
  return send(reply, envelope, staged, format);
}

/** The body's parameters; of a GET the query's. */
async function parametersOf(request: FastifyRequest, { contentType }: Staged): Promise<Parameters> {
  const [, ...query] = request.originalUrl.split("?");
  if (request.method !== "POST") return readForm(query.join("?"));
  return readBody((request.body as Buffer | undefined) ?? Buffer.alloc(0), contentType);
}

function send(reply: FastifyReply, envelope: Envelope, staged: Staged, format: Format): FastifyReply {
  // An answer to a GET would else be kept on its way, and with it a customer.
  reply.header("content-type", contentTypeOf(format)).header("cache-control", "no-store");
  if (format.form === "CSV" && envelope.table)
    reply.header("content-disposition", `attachment; filename="${envelope.table.name}.csv"`);
  if (comesInPages(envelope.members)) return reply.send(Readable.from(writeInPages(envelope, format)));
  staged.envelope = envelope;
  return reply.send(write(envelope, format));
}

async function answerCall(
  parts: LoyaltyParts,
  call: LoyaltyCall,
  request: FastifyRequest,
  staged: Staged,
  parameters: Parameters,
): Promise<Envelope> {
  staged.call = call;
  // Whoever logs in may name no account.
  const needed = call.byPassword ? ["user_id"] : ["user_id", "account_id"];
  for (const name of needed) if (!parameters.get(name)?.trim()) fail("missing", { field: name });
  const accountId = parameters.get("account_id")?.trim() || (await accountIdOfUser(parts.core, parameters.get("user_id")!));
  const found = await accountOf(parts.directory, accountId);
  const core = found?.organisation.sandbox
    ? turned(parts.core, (await readStage(parts.core, found.organisation.orgId, undefined)).aheadMs)
    : parts.core;
  const header = [request.raw.headers.api_access_key].flat()[0];
  const access = call.byPassword
    ? await judgeByPassword(core, found, accountId, parameters)
    : await judge(core, parts.directory, found, parameters, header);
  staged.access = access;
  // Nobody who has not proved to belong to it is told anything of the account: not its language, nor whether it takes GET.
  staged.language = access.account.language;
  if (request.method !== "POST" && !access.account.getAllowed) fail("get-refused");
  return counted(parts, core, access, async () => {
    if (!access.organisation.sandbox) return work();
    const marks = {
      header: [request.raw.headers[sandboxHeader]].flat()[0],
      address: request.url,
      body: JSON.stringify([...parameters]),
    };
    const behaviour = await behaviourOfCall(core, access.organisation.orgId, access.user.userKeyId, marks);
    staged.behaviour = behaviour;
    return behaviour ? performAsTold(behaviour, work) : work();
  });

  async function work(): Promise<Envelope> {
    const context = contextOf(parts, core, access, call, request.id);
    if (call.permission && !context.may(call.permission)) fail("not-permitted", { field: wirePermission(call.permission) });
    const ignored = new Set(call.ignored?.(parameters));
    const values = decode(call.input, new Map([...parameters].filter(([name]) => !ignored.has(name))));
    const { status = "success", table, ...answered } = (await handleOnce(context, call, parameters, values)) as Answered<Outputs>;
    return { status, members: encode(call.output, answered), table };
  }
}

/** Counts a call against its user's limit and runs it as one of those that the user may have under way. Fails with 429. */
async function counted<T>(
  { limiter, keyUse, atOnce }: LoyaltyParts,
  core: Core,
  { organisation, user }: Access,
  work: () => Promise<T>,
): Promise<T> {
  const { orgId } = organisation;
  const keyId = user.userKeyId;
  if (!atOnce.enter(keyId)) throw new RateLimited(1);
  try {
    const wait = await limiter.take({ orgId, keyId, callsPerMinute: user.callsPerMinute, callsPerDay: null }, core.clock);
    if (wait) throw new RateLimited(wait);
    keyUse.note(orgId, keyId);
    return await work();
  } finally {
    atOnce.leave(keyId);
  }
}

class RateLimited extends Fault {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super("rate-limit", {}, 429);
    this.retryAfter = retryAfter;
  }
}

function contextOf(parts: LoyaltyParts, core: Core, access: Access, { type }: LoyaltyCall, requestId: string): CallContext {
  const { organisation, user } = access;
  const caller: Caller = {
    orgId: organisation.orgId,
    timeZone: organisation.timeZone,
    keyId: user.userKeyId,
    userName: user.userName,
    protocol: "loyalty",
    call: type,
    requestId,
  };
  const { reads, directory, log } = parts;
  return { ...access, core, caller, reads, directory, log, may: (permission) => isPermitted(user, permission) };
}

/** Closes the connection on a caller whose call was done, as a network does that breaks. */
async function drop(parts: LoyaltyParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await record(parts, request, request.loyalty!, null);
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function answerError(parts: LoyaltyParts, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const staged = request.loyalty!;
  if (staged.behaviour?.dropAnswer) return void drop(parts, request, reply);
  const known = faultOf(error, staged.call?.names);
  if (!known) parts.log.error({ err: error, requestId: request.id }, "a request failed");
  const fault = known ?? new Fault("internal", { id: request.id });
  if (fault instanceof RateLimited) reply.header("retry-after", String(fault.retryAfter));
  if (fault.http === 503) reply.header("retry-after", "1");
  // A status that has no body.
  if ([202, 204, 205, 304].includes(fault.http)) return void reply.code(fault.http).send();
  const text = say(staged.language ?? "en", fault.text, fault.about);
  const envelope: Envelope = { status: "error", members: [["error", { type: "text", text }]] };
  send(reply.code(fault.http), envelope, staged, staged.format);
}
