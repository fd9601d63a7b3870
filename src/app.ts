import { createServer, STATUS_CODES } from "node:http";
import type { BlockList } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { ReadLog } from "./core/audit/read-log.ts";
import type { Core } from "./core/core.ts";
import type { KeyUse } from "./core/key-use/key-use.ts";
import type { AtOnce } from "./core/limits/at-once.ts";
import type { Limiter } from "./core/limits/limiter.ts";
import type { Authenticate } from "./core/organisations/authenticate.ts";
import type { Directory } from "./core/organisations/directory.ts";
import { answerClientError, creationLimits, hasTooManyHeaders } from "./http-limits.ts";
import type { DevelopersSettings } from "./pages/developers/parts.ts";
import { developers } from "./pages/developers/routes.ts";
import type { Log } from "./platform/log.ts";
import { operation } from "./platform/operation.ts";
import type { Overload } from "./platform/overload.ts";
import type { Telemetry } from "./platform/telemetry.ts";
import { archticsPath } from "./protocols/archtics/access.ts";
import { archtics, archticsRoute } from "./protocols/archtics/gateway.ts";
import { openApi } from "./protocols/archtics/openapi.ts";
import { delivery } from "./protocols/delivery/gateway.ts";
import { openApiPaths as deliveryPaths } from "./protocols/delivery/openapi.ts";
import { loyalty, loyaltyRouteOf } from "./protocols/loyalty/gateway.ts";
import { openApiPaths as loyaltyPaths } from "./protocols/loyalty/openapi.ts";
import { native } from "./protocols/rest/gateway.ts";
import { shedding } from "./shed.ts";

/** Everything that the app is built from. */
export interface Parts {
  readonly core: Core;
  readonly directory: Directory;
  readonly authenticate: Authenticate;
  readonly reads: ReadLog;
  readonly limiter: Limiter;
  readonly keyUse: KeyUse;
  readonly atOnce: AtOnce;
  readonly overload: Overload;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly ownHosts: ReadonlySet<string>;
  readonly trustedProxies: BlockList;
  readonly developers: DevelopersSettings;
  readonly metricsToken: string;
  /** The text of /metrics: of all workers, where there are several. */
  readonly metrics: () => Promise<string | undefined>;
  /** True while the server is stopping: /readyz then says no. */
  readonly stopping: () => boolean;
  /** This process, as it holds calls that outlive their request. */
  readonly processId: string;
  readonly pollAfterMs: number;
  readonly deliverySessionMs: number;
  readonly background: Set<Promise<void>>;
  /** Makes request ids. */
  readonly requestId: () => string;
}

/** Builds the app from its parts; it does not listen. */
export function buildApp(parts: Parts): FastifyInstance {
  const app = fastify({
    logger: false,
    genReqId: parts.requestId,
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 256 },
    serverFactory: (handler) => createServer(creationLimits, shedding(handler, parts)),
    forceCloseConnections: "idle",
    // While stopping, what comes on a kept connection is still answered, and the connection then closed.
    return503OnClosing: false,
    rewriteUrl: (request) => routeOf(request.url ?? "/", request.method),
    clientErrorHandler: answerClientError,
    // A URL that can't be decoded.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).send({ error: "The address cannot be read" }),
  });
  const { telemetry, log, core } = parts;

  // A request's line holds nothing to redact, and looking for it costs four times as much as writing the line.
  const requests = log.child({}, { redact: [] });

  // Every request passes this, so it is a plain function: a promise would cost more than what it does.
  app.addHook("onRequest", (request, reply, done) => {
    telemetry.active++;
    reply.header("x-request-id", request.id);
    reply.header("x-content-type-options", "nosniff");
    if (hasTooManyHeaders(request.raw)) reply.code(431).send({ error: "The request has too many headers" });
    const began = performance.now();
    // Not Fastify's onResponse: that does not come when the caller hangs up. 499 is nginx's word for that.
    reply.raw.once("close", () => {
      telemetry.active--;
      const status = reply.raw.writableFinished ? reply.statusCode : 499;
      telemetry.request(status);
      const path = request.originalUrl.split("?", 1)[0]!.slice(0, 200);
      const ms = Math.round((performance.now() - began) * 10) / 10;
      requests.info({ requestId: request.id, method: request.method, path, status, ms }, "request");
    });
    done();
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "There is nothing at this address" }));
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) log.error({ err: error, requestId: request.id }, "a request failed");
    reply
      .code(status)
      .send({ error: status >= 500 ? `Internal error, request ${request.id}` : (STATUS_CODES[status] ?? "Bad request") });
  });

  const server = {
    activeRequests: () => telemetry.active,
    unscheduledRequests: () => core.db.figures().waiting,
    databaseConnections: () => core.db.figures().connections,
  };
  app.register(archtics, { ...parts, server });
  app.register(operation, parts);
  app.register(developers, { ...parts, prefix: "/developers" });
  app.register(delivery, { ...parts, prefix: "/pdm" });
  app.register(loyalty, parts);
  app.register(native, { ...parts, prefix: "/api/v1" });
  app.get("/openapi.json", async () => {
    const document = openApi();
    return { ...document, paths: { ...(document.paths as object), ...deliveryPaths(), ...loyaltyPaths() } };
  });
  return app;
}

/** Leads what can stand under any path to the one route of its protocol. */
function routeOf(url: string, method: string | undefined): string {
  if (archticsPath.test(url.split("?", 1)[0]!)) return archticsRoute;
  return loyaltyRouteOf(url, method) ?? url;
}
