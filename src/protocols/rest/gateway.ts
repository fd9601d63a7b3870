import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Core } from "../../core/core.ts";
import type { KeyUse } from "../../core/key-use/key-use.ts";
import type { Limiter } from "../../core/limits/limiter.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import type { Log } from "../../platform/log.ts";
import type { NativeCall, NativeContext } from "./call.ts";
import { calls } from "./calls/index.ts";
import { openApi } from "./openapi.ts";
import { type FieldFault, Problem, problemBody } from "./problems.ts";
import { compile } from "./validate.ts";

/** What the native API works with. */
export interface NativeParts {
  readonly core: Core;
  readonly directory: Directory;
  readonly limiter: Limiter;
  readonly keyUse: KeyUse;
  readonly log: Log;
}

const bodyLimit = 262_144;

declare module "fastify" {
  interface FastifyRequest {
    native: NativeContext | undefined;
  }
}

/** The plugin of the native API, to be registered under /api/v1: a route for each declared call. */
export async function native(app: FastifyInstance, parts: NativeParts): Promise<void> {
  app.decorateRequest("native", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string", bodyLimit }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(new Problem(400, "The body is not JSON"), undefined);
    }
  });
  app.setValidatorCompiler(compile as never);
  app.setErrorHandler((error, request, reply) => answerProblem(parts, error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerProblem(parts, new Problem(404, "There is nothing at this address"), request, reply),
  );
  app.get("/openapi.json", async () => openApi());
  for (const call of calls) route(app, parts, call);
}

function route(app: FastifyInstance, parts: NativeParts, call: NativeCall): void {
  const { params, query: querystring, body } = call.shapes;
  app.route({
    method: call.method,
    url: call.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    bodyLimit,
    schema: { ...(params && { params }), ...(querystring && { querystring }), ...(body && { body }) },
    // The key is judged before the body is read, so that nobody unknown can make the server work.
    onRequest: async (request) => {
      request.native = await enter(parts, request, call);
    },
    handler: async (request, reply) => {
      const input = { params: request.params, query: request.query, body: request.body };
      const answer = await call.handle(request.native!, input as never);
      return answer === undefined ? reply.code(204).send() : answer;
    },
  });
}

/** Judges the key. All that may be wrong with one looks alike from outside. */
async function enter(parts: NativeParts, request: FastifyRequest, call: NativeCall): Promise<NativeContext> {
  const { core, directory, limiter, keyUse } = parts;
  const [, sent] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(request.headers.authorization ?? "") ?? [];
  const challenge = { "www-authenticate": "Bearer" };
  if (!sent) throw new Problem(401, "A key is needed, as in Authorization: Bearer KEY", [], challenge);
  const key = await directory.apiKey(sent);
  if (key?.protocol !== "native" || key.revokedAt || (key.expiresAt && key.expiresAt <= core.clock.now()))
    throw new Problem(401, "The key is not known, has ended, or is not one of the native API", [], challenge);
  if (!key.products.includes(call.scope)) throw new Problem(403, `The key does not hold the scope ${call.scope}`);
  const organisation = (await directory.organisation(key.orgId))!;
  if (call.scope === "sandbox" && !organisation.sandbox)
    throw new Problem(403, "The organisation is no sandbox: its clock and its answers can't be told to go wrong");
  const wait = await limiter.take(key);
  if (wait) throw new Problem(429, "The key's limit of calls is used up", [], { "retry-after": String(wait) });
  keyUse.note(key.orgId, key.keyId);
  return { core, organisation, key, requestId: request.id };
}

function answerProblem(parts: NativeParts, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem.status === 500) parts.log.error({ err: error, requestId: request.id }, "a request failed");
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .header("content-type", "application/problem+json; charset=utf-8")
    .send(JSON.stringify(problemBody(problem, request.id)));
}

interface Validation {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailable)
    return new Problem(503, "The server is currently unavailable", [], { "retry-after": "1" });
  const { validation, validationContext, statusCode } = error as {
    validation?: readonly Validation[];
    validationContext?: string;
    statusCode?: number;
  };
  if (validation)
    return new Problem(
      400,
      "The request can't be taken",
      validation.map((one) => fieldFault(one, validationContext)),
    );
  if (statusCode === 413) return new Problem(413, `The body is over ${bodyLimit} bytes`);
  if (statusCode === 415) return new Problem(415, "The body must be application/json");
  if (statusCode && statusCode >= 400 && statusCode < 500) return new Problem(statusCode, "The request can't be read");
  return new Problem(500, `Internal error, request ${requestId}`);
}

function fieldFault({ instancePath, message = "can't be taken", params }: Validation, context = "body"): FieldFault {
  const named = params.missingProperty ?? params.additionalProperty;
  const path = [context === "querystring" ? "query" : context, ...instancePath.split("/").slice(1)];
  if (typeof named === "string") path.push(named);
  const what = params.missingProperty ? "is required" : params.additionalProperty ? "is not known" : message;
  return { field: path.join("."), message: what };
}
