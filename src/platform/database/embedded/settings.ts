import { createHash } from "node:crypto";
import type { Cluster } from "./cluster.ts";

/** How to reach the server; the fields are those of pg's client. `host` is a folder where it listens on a Unix socket. */
export type Connection = { host: string; port: number; user: string; password: string; database: string };

export type Tuning = { maxConnections?: number; settings?: Record<string, string> };

/** A name for the server's processes, by which they are told from any others on the machine. */
export function clusterName(cluster: Cluster): string {
  return `willcall-${createHash("sha256").update(cluster.pgdata).digest("hex").slice(0, 12)}`;
}

/** Throws for a setting that is not the caller's to change; one that PostgreSQL does not know shows when it starts. */
export function checkTuning({ settings = {} }: Tuning): void {
  const fixed = fixedSettings("", { host: "", port: 0 });
  for (const name of Object.keys(settings)) {
    if (!/^[a-z_.]+$/.test(name) || name in fixed) throw new TypeError(`The PostgreSQL setting ${name} can't be changed`);
  }
}

/**
 * The server's command line. Settings given there win over the configuration files and ALTER SYSTEM, so what keeps the data safe
 * and people's data out of the log can't be switched off by accident.
 */
export function serverArguments(cluster: Cluster, connection: Connection, tuning: Tuning): string[] {
  const fixed = fixedSettings(clusterName(cluster), connection);
  const tuned = {
    max_connections: String(tuning.maxConnections ?? 100),
    shared_buffers: "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    ...tuning.settings,
  };
  return ["-D", cluster.pgdata, ...Object.entries({ ...tuned, ...fixed }).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

function fixedSettings(name: string, { host, port }: Pick<Connection, "host" | "port">): Record<string, string> {
  const onSocket = process.platform !== "win32";
  return {
    cluster_name: name,
    listen_addresses: onSocket ? "" : host,
    port: String(port),
    unix_socket_directories: onSocket ? host : "",
    unix_socket_permissions: "0700",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    restart_after_crash: "on",
    log_destination: "stderr",
    logging_collector: "off",
    // An error's text holds values that people entered ("invalid input: ..."), and the application gets it anyway. So the log has
    // the server's own events only: in this order LOG stands above ERROR, below FATAL.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_statement: "none",
    log_duration: "off",
    log_min_duration_statement: "-1",
    log_min_duration_sample: "-1",
    log_transaction_sample_rate: "0",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_error_verbosity: "terse",
    debug_print_parse: "off",
    debug_print_rewritten: "off",
    debug_print_plan: "off",
  };
}
