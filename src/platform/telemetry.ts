import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What a running server measures about itself, for /metrics. */
export interface Telemetry {
  readonly registry: Registry;
  /** A vendor call that was answered. `outcome` is the protocol's own result code; labels are from closed lists. */
  call(protocol: string, call: string, outcome: string, seconds: number): void;
  /** A request that was answered, by HTTP status. */
  request(status: number): void;
  /** A mail that was sent, put off or given up. */
  mail(outcome: "sent" | "later" | "failed", mails?: number): void;
  /** Requests accepted and not yet answered. */
  active: number;
  /** Mails that wait, as this process saw them last. */
  mailsWaiting: number;
}

/** Figures that other parts know: read when /metrics is asked for. */
export interface Sources {
  database(): { readonly connections: number; readonly waiting: number };
  hashing(): number;
}

/** Makes the measures of a process, in a registry of their own. All label values come from closed lists. */
export function createTelemetry(sources: Sources): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls = new Histogram({
    name: "willcall_call_seconds",
    help: "Vendor calls by protocol, call and result code",
    labelNames: ["protocol", "call", "outcome"] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const requests = new Counter({
    name: "willcall_requests_total",
    help: "HTTP requests by status",
    labelNames: ["status"] as const,
    registers: [registry],
  });
  const mails = new Counter({
    name: "willcall_mails_total",
    help: "Attempts to send a mail, by what came of them",
    labelNames: ["outcome"] as const,
    registers: [registry],
  });
  const telemetry: Telemetry = {
    registry,
    call: (protocol, call, outcome, seconds) => calls.labels(protocol, call, outcome).observe(seconds),
    request: (status) => requests.labels(String(status)).inc(),
    mail: (outcome, count = 1) => mails.labels(outcome).inc(count),
    active: 0,
    mailsWaiting: 0,
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge("willcall_requests_active", "Requests accepted and not yet answered", () => telemetry.active);
  gauge("willcall_database_connections", "Open database connections", () => sources.database().connections);
  gauge("willcall_database_waiting", "Calls waiting for a database connection", () => sources.database().waiting);
  gauge("willcall_hashing_waiting", "Secrets waiting to be hashed", sources.hashing);
  new Gauge({
    name: "willcall_mails_waiting",
    help: "Mails that wait to be sent",
    registers: [registry],
    // Every worker sees the same ones.
    aggregator: "max",
    collect() {
      this.set(telemetry.mailsWaiting);
    },
  });
  return telemetry;
}
