import { hostname, networkInterfaces } from "node:os";
import { resolve } from "node:path";

/** One setting: how it is called in the environment, what it is without being set, what it means, how its text is read. */
interface Setting<T> {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
  readonly read: (text: string) => T;
}

/** A setting that can't be used. `npm start` prints the message and stops with status 78. */
export class BadSetting extends Error {}

function setting<T>(name: string, fallback: string, meaning: string, read: (text: string) => T): Setting<T> {
  return { name, fallback, meaning, read };
}

const text = (value: string): string => value;
const list = (value: string): string[] =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

function integer(least: number, most: number) {
  return (value: string): number => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most)
      throw new Error(`must be a whole number from ${least} to ${most}`);
    return number;
  };
}

function oneOf<T extends string>(...values: T[]) {
  return (value: string): T => {
    if (!values.includes(value as T)) throw new Error(`must be one of ${values.join(", ")}`);
    return value as T;
  };
}

/** Every setting of the server. docs/settings.md is made from this table. */
export const settings = {
  host: setting("HOST", "127.0.0.1", "Address to listen on. Anything but a loopback address turns the public sandbox off", text),
  port: setting("PORT", "8080", "Port for HTTP; 0 takes a free one", integer(0, 65535)),
  dataDir: setting("DATA_DIR", "./data", "Folder of the embedded database, the pepper and the control socket", (v) => resolve(v)),
  databaseUrl: setting("DATABASE_URL", "", "A PostgreSQL 15 or later to use instead of the embedded one", text),
  databaseConnections: setting("DATABASE_CONNECTIONS", "10", "Connections that one worker opens for writes", integer(2, 500)),
  readConnections: setting(
    "READ_CONNECTIONS",
    "3",
    "Further connections of one worker, shared by pipelined reads",
    integer(1, 100),
  ),
  postgresBin: setting(
    "POSTGRES_BIN",
    "",
    "Folder with initdb, pg_ctl and postgres, to use another installation as the embedded one",
    text,
  ),
  workers: setting("WORKERS", "1", "Processes that serve the one port", integer(1, 128)),
  logLevel: setting(
    "LOG_LEVEL",
    "info",
    "trace, debug, info, warn, error, fatal or silent",
    oneOf("info", "trace", "debug", "warn", "error", "fatal", "silent"),
  ),
  pepper: setting(
    "PEPPER",
    "",
    "The pepper of all secrets, as version:base64[,version:base64]; the highest version is used for new ones. Without it: DATA_DIR/pepper",
    text,
  ),
  publicHosts: setting(
    "PUBLIC_HOSTS",
    "",
    "Further names under which this server is reached, for the own-network form of the Archtics address",
    list,
  ),
  trustedProxies: setting("TRUSTED_PROXIES", "", "Addresses or networks of proxies whose forwarding headers are believed", list),
  metricsToken: setting("METRICS_TOKEN", "", "Bearer token for /metrics; without it only loopback may read them", text),
  pinAttempts: setting("PIN_ATTEMPTS", "5", "Wrong PINs in a row that lock an account", integer(1, 100)),
  hashCost: setting("HASH_COST", "full", "full, or test, which only a process with NODE_ENV=test accepts", oneOf("full", "test")),
  pollAfterMs: setting(
    "POLL_AFTER_MS",
    "1500",
    "How long an Archtics call may take before it is answered 202 and must be polled for, in milliseconds",
    integer(1, 60_000),
  ),
  shutdownSeconds: setting(
    "SHUTDOWN_SECONDS",
    "25",
    "How long a stopping server waits for the calls it has accepted",
    integer(1, 600),
  ),
} as const;

export type Config = { readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]["read"]> } & {
  /** True when nobody chose the data folder, so that it may be moved to one the database can reach. */
  readonly dataDirIsDefault: boolean;
};

/** Reads every setting from the environment; throws BadSetting, which names the setting, on the first that can't be used. */
export function loadConfig(env: NodeJS.ProcessEnv, overrides: Partial<Config> = {}): Config {
  const config: Record<string, unknown> = { dataDirIsDefault: !env.DATA_DIR };
  for (const [key, one] of Object.entries(settings)) {
    const given = env[one.name]?.trim();
    try {
      config[key] = (one as Setting<unknown>).read(given || one.fallback);
    } catch (error) {
      throw new BadSetting(`${one.name}: ${(error as Error).message}; it is ${JSON.stringify(given)}`);
    }
  }
  const whole = { ...config, ...overrides } as Config;
  if (whole.hashCost === "test" && env.NODE_ENV !== "test") {
    throw new BadSetting("HASH_COST: test would make stored PINs easy to guess; it is accepted only with NODE_ENV=test");
  }
  return whole;
}

/** Host names and addresses that mean this server, in lower case, for checking a request's Host header. */
export function ownHosts(config: Pick<Config, "host" | "publicHosts">): Set<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all?.map((one) => one.address) ?? []);
  return new Set(
    ["localhost", "127.0.0.1", "::1", hostname(), config.host, ...addresses, ...config.publicHosts].map((h) => h.toLowerCase()),
  );
}

/** True when only this machine can connect to `host`. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
