import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Database } from "./database/database.ts";
import { probe } from "./database/queries.ts";
import { isForwarded } from "./networks.ts";
import type { Telemetry } from "./telemetry.ts";

interface OperationParts {
  readonly core: { readonly db: Database };
  readonly telemetry: Telemetry;
  readonly metricsToken: string;
  /** Undefined when they could not be collected. */
  readonly metrics: () => Promise<string | undefined>;
  readonly stopping: () => boolean;
}

/** The addresses for operators: /healthz (calls are served), /readyz (and the database answers), /metrics (Prometheus). */
export async function operation(app: FastifyInstance, parts: OperationParts): Promise<void> {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    if (parts.stopping()) return reply.code(503).send({ status: "stopping" });
    try {
      await parts.core.db.read(probe, []);
      return { status: "ready" };
    } catch {
      return reply.code(503).send({ status: "no database" });
    }
  });
  app.get("/metrics", async (request, reply) => {
    if (!mayReadMetrics(request, parts.metricsToken))
      return reply.code(403).send({ error: "Metrics are for loopback, or for the bearer of METRICS_TOKEN" });
    const text = await parts.metrics();
    if (text === undefined) return reply.code(503).send({ error: "The figures of all workers could not be collected in time" });
    return reply.type(parts.telemetry.registry.contentType).send(text);
  });
}

function mayReadMetrics(request: FastifyRequest, token: string): boolean {
  if (token) return equal(request.headers.authorization ?? "", `Bearer ${token}`);
  const address = request.raw.socket.remoteAddress ?? "";
  return !isForwarded((name) => request.headers[name]) && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);
}

/** Compares in a time that tells nothing about where the texts differ. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
