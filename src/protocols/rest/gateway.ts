import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../core/core.ts";
import { doOnce, idempotencyKeyShape, UsedForAnother } from "../../core/idempotency/once.ts";
import { CannotSetUp } from "../../core/organisations/set-up.ts";
import { Refusal } from "../../core/refusal.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import { HashingOverloaded } from "../../platform/secrets/hashing.ts";
import type { NativeCall, NativeContext } from "./call.ts";
import { calls } from "./calls/index.ts";
import { enter, type NativeParts } from "./enter.ts";
import { openApi } from "./openapi.ts";
import { type FieldFault, Problem, problemBody, refuseField } from "./problems.ts";
import { problemOfRefusal } from "./refusals.ts";
import { isTable, linesOf, type Table } from "./table.ts";
import { compile, refuseHuge, refuseUnstorable } from "./validate.ts";

const bodyLimit = 1_048_576;

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
      const json: unknown = JSON.parse(body as string);
      refuseHuge(json);
      done(null, json);
    } catch (error) {
      done(error instanceof Problem ? error : new Problem(400, "The body is not JSON"), undefined);
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

const empty = { type: "object", additionalProperties: false };

function route(app: FastifyInstance, parts: NativeParts, call: NativeCall): void {
  const { params, query: querystring = empty, body } = call.shapes;
  app.route({
    method: call.method,
    url: call.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    bodyLimit,
    schema: { ...(params && { params }), querystring, ...(body && { body }) },
    // The key is judged before the body is read, so that nobody unknown can make the server work.
    onRequest: async (request) => {
      request.native = await enter(parts, request, call);
    },
    handler: async (request, reply) => {
      const context = request.native!;
      if (!body && request.body !== undefined) refuseField("body", "is not taken by this call");
      refuseUnstorable({ params: request.params, query: request.query, body: request.body });
      const input = { params: request.params, query: request.query, body: request.body };
      const { answer, replayed } = await bounded(parts, context, () =>
        once(context, call, request, (caller) => call.handle({ ...context, caller }, input as never)),
      ).catch((error: unknown) => {
        throw (error instanceof Refusal && problemOfRefusal(error, call)) || error;
      });
      if (replayed) reply.header("idempotent-replayed", "true");
      if (answer === undefined) return reply.code(204).send();
      if (call.csv && isTable(answer)) return answerTable(answer, reply);
      if (call.versioned) {
        const etag = `"${(answer as { version: number }).version}"`;
        reply.header("etag", etag);
        if (call.method === "GET" && isNamed(request.headers["if-none-match"], etag)) return reply.code(304).send();
      }
      if (call.location) reply.code(201).header("location", `/api/v1${call.location(answer as never)}`);
      return answer;
    },
  });
}

function answerTable(table: Table, reply: FastifyReply): FastifyReply {
  return reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${table.table}.csv"`)
    .send(Readable.from(linesOf(table)));
}

/** Runs `work` as one of the calls that its key may have under way. */
async function bounded<T>({ atOnce }: NativeParts, { key }: NativeContext, work: () => Promise<T>): Promise<T> {
  if (!atOnce.enter(key.keyId)) throw new Problem(429, "The key has too many calls under way", [], { "retry-after": "1" });
  try {
    return await work();
  } finally {
    atOnce.leave(key.keyId);
  }
}

/** Whether an If-None-Match names the ETag. */
const isNamed = (header: string | undefined, etag: string): boolean =>
  header?.split(",").some((one) => [etag, "*"].includes(one.trim().replace(/^W\//, ""))) ?? false;

/** Does the call, or finds what the same call under its Idempotency-Key has come to. */
async function once(
  context: NativeContext,
  call: NativeCall,
  request: FastifyRequest,
  handle: (caller: Caller) => Promise<unknown>,
): Promise<{ answer: unknown; replayed: boolean }> {
  const idempotencyKey = request.headers["idempotency-key"];
  if (idempotencyKey === undefined) return { answer: await handle(context.caller), replayed: false };
  const fault = (message: string) =>
    new Problem(400, "The request can't be taken", [{ field: "header.Idempotency-Key", message }]);
  if (!call.replay) throw fault("this call does not take one");
  if (typeof idempotencyKey !== "string" || !idempotencyKeyShape.test(idempotencyKey))
    throw fault("must be 1 to 255 visible ASCII characters");
  const { core, organisation, key } = context;
  const text = JSON.stringify([call.method, request.originalUrl, request.body]);
  const wanted = { orgId: organisation.orgId, keyId: key.keyId, idempotencyKey, request: text };
  return doOnce(
    core,
    wanted,
    (receipt) => handle({ ...context.caller, receipt }),
    async (done) => call.replay!(context, done),
  );
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
  if (error instanceof CannotSetUp) {
    const [field = "", message = ""] = error.message.split(": ", 2);
    return new Problem(error.taken ? 409 : 400, error.taken ? "It is taken" : "The request can't be taken", [
      { field: `body.${field === "branch name" ? "name" : field.replaceAll(" ", "_")}`, message },
    ]);
  }
  if (error instanceof UsedForAnother) return new Problem(422, "The Idempotency-Key has been used for another request");
  if (error instanceof DatabaseUnavailable || error instanceof HashingOverloaded)
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
