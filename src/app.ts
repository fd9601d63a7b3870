import { STATUS_CODES } from "node:http";
import type { BlockList } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { ReadLog } from "./core/audit/read-log.ts";
import type { Core } from "./core/core.ts";
import type { Authenticate } from "./core/organisations/authenticate.ts";
import type { Directory } from "./core/organisations/directory.ts";
import type { Log } from "./platform/log.ts";
import { operation } from "./platform/operation.ts";
import type { Telemetry } from "./platform/telemetry.ts";
import { archticsPath } from "./protocols/archtics/access.ts";
import { archtics, archticsRoute } from "./protocols/archtics/gateway.ts";
import { openApi } from "./protocols/archtics/openapi.ts";

/** Everything that the app is built from. */
export interface Parts {
  readonly core: Core;
  readonly directory: Directory;
  readonly authenticate: Authenticate;
  readonly reads: ReadLog;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly ownHosts: ReadonlySet<string>;
  readonly trustedProxies: BlockList;
  readonly metricsToken: string;
  /** The text of /metrics: of all workers, where there are several. */
  readonly metrics: () => Promise<string>;
  /** True while the server is stopping: /readyz then says no. */
  readonly stopping: () => boolean;
  /** This process, as it holds calls that outlive their request. */
  readonly processId: string;
  readonly pollAfterMs: number;
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
    // A request that takes a minute to arrive is no request.
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: "idle",
    rewriteUrl: (request) => (archticsPath.test((request.url ?? "").split("?", 1)[0]!) ? archticsRoute : (request.url ?? "/")),
    // What can't be parsed as HTTP gets its status and nothing else.
    clientErrorHandler(_error, socket) {
      if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    },
    // A URL that can't be decoded.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).send({ error: "The address cannot be read" }),
  });
  const { telemetry, log, core } = parts;

  app.addHook("onRequest", async (request, reply) => {
    telemetry.active++;
    reply.header("x-request-id", request.id);
    reply.header("x-content-type-options", "nosniff");
  });
  app.addHook("onResponse", async (request, reply) => {
    telemetry.active--;
    telemetry.request(reply.statusCode);
    log.info(
      {
        requestId: request.id,
        method: request.method,
        path: request.originalUrl.split("?", 1)[0]!.slice(0, 200),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      "request",
    );
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
  app.get("/openapi.json", async () => openApi());
  return app;
}
