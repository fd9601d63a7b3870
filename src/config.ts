import { hostname, networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { parseSender } from "./platform/mail/sender-address.ts";
import { networks } from "./platform/networks.ts";

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
const path = (value: string): string => value && resolve(value);
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

function databaseUrl(value: string): string {
  if (value !== "" && !(/^postgres(ql)?:\/\//.test(value) && URL.canParse(value.replace("@/", "@localhost/"))))
    throw new Error("must be a URL as in postgresql://user:password@host:5432/database");
  return value;
}

function addresses(value: string): string[] {
  const found = list(value);
  networks(found);
  return found;
}

function publicUrl(value: string): string {
  if (value === "") return "";
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== value.replace(/\/$/, ""))
    throw new Error("must be a URL without a path, as in https://willcall.example");
  return url.origin;
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
  tlsPort: setting("TLS_PORT", "5002", "Port for HTTPS; 0 turns it off", integer(0, 65535)),
  tlsCert: setting(
    "TLS_CERT",
    "",
    "File with the certificate for HTTPS and its chain, in PEM. Without it the server makes one of its own in DATA_DIR/tls",
    path,
  ),
  tlsKey: setting("TLS_KEY", "", "File with the private key of TLS_CERT, in PEM and without a passphrase", path),
  maxConnections: setting(
    "MAX_CONNECTIONS",
    "10000",
    "Connections of callers that one worker has open at once, of HTTP and of HTTPS each; more are closed at once",
    integer(1, 1_000_000),
  ),
  dataDir: setting(
    "DATA_DIR",
    "./data",
    "Folder of the embedded database, the pepper, the server's own certificate and the control socket",
    (v) => resolve(v),
  ),
  databaseUrl: setting("DATABASE_URL", "", "A PostgreSQL 15 or later to use instead of the embedded one", databaseUrl),
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
  sandboxArena: setting(
    "SANDBOX_ARENA",
    "whole",
    "How large the sandbox's arena is made: whole (18,668 seats) or small (2,552), which is made sooner and takes less space",
    oneOf("whole", "small"),
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
    "Further names under which this server is reached, for its own certificate and the own-network form of the Archtics address",
    list,
  ),
  trustedProxies: setting(
    "TRUSTED_PROXIES",
    "",
    "Addresses or networks of proxies whose forwarding headers are believed",
    addresses,
  ),
  metricsToken: setting("METRICS_TOKEN", "", "Bearer token for /metrics; without it only loopback may read them", text),
  pinAttempts: setting("PIN_ATTEMPTS", "5", "Wrong PINs in a row that lock an account", integer(1, 100)),
  hashCost: setting("HASH_COST", "full", "full, or test, which only a process with NODE_ENV=test accepts", oneOf("full", "test")),
  hashWaitMs: setting(
    "HASH_WAIT_MS",
    "10",
    "How long a PIN or password may be expected to wait before it is hashed; what would wait longer is refused with 503 when there are two for each processor already, in milliseconds",
    integer(1, 60_000),
  ),
  keyConcurrency: setting(
    "KEY_CONCURRENCY",
    "200",
    "Calls of one API key or client certificate that one worker has under way; more are refused with 429",
    integer(1, 100_000),
  ),
  overloadLagMs: setting(
    "OVERLOAD_LAG_MS",
    "10",
    "How far a worker or its database may fall behind while many requests are under way before new ones are refused with 503, in milliseconds",
    integer(1, 60_000),
  ),
  pollAfterMs: setting(
    "POLL_AFTER_MS",
    "1500",
    "How long an Archtics call may take before it is answered 202 and must be polled for, in milliseconds",
    integer(1, 60_000),
  ),
  deliverySessionMinutes: setting(
    "DELIVERY_SESSION_MINUTES",
    "60",
    "How long a session token of Pro Delivery Manager is good for",
    integer(1, 10_080),
  ),
  smtpUrl: setting(
    "SMTP_URL",
    "",
    "The mail server that mails are handed to: smtp://user:password@host:port, or smtps://. Without it mails wait",
    text,
  ),
  mailFrom: setting("MAIL_FROM", "", "Whom mails are from: an address, or Name <address>. Needed with SMTP_URL", text),
  publicUrl: setting(
    "PUBLIC_URL",
    "",
    "Address under which others reach this server, for the links in mails. Without it: the request's, if it is one of this server's names",
    publicUrl,
  ),
  developers: setting(
    "DEVELOPERS",
    "on",
    "on or off: the pages /developers, where people make themselves a key for the sandbox. They are there only where the sandbox is",
    oneOf("on", "off"),
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
  /** True when nobody asked for HTTPS on that port, so that the server may do without. */
  readonly tlsPortIsDefault: boolean;
};

/** Reads every setting from the environment; throws BadSetting, which names the setting, on the first that can't be used. */
export function loadConfig(env: NodeJS.ProcessEnv, overrides: Partial<Config> = {}): Config {
  const config: Record<string, unknown> = { dataDirIsDefault: !env.DATA_DIR, tlsPortIsDefault: !env.TLS_PORT?.trim() };
  for (const [key, one] of Object.entries(settings)) {
    const given = env[one.name]?.trim();
    try {
      config[key] = (one as Setting<unknown>).read(given || one.fallback);
    } catch (error) {
      // The URL may hold a password, so it is not repeated.
      const said = one.name === "DATABASE_URL" || one.name === "PEPPER" ? "" : `; it is ${JSON.stringify(given)}`;
      throw new BadSetting(`${one.name}: ${(error as Error).message}${said}`);
    }
  }
  const whole = { ...config, ...overrides } as Config;
  if (whole.tlsCert && !whole.tlsKey) throw new BadSetting("TLS_CERT: needs TLS_KEY beside it, the file with its private key");
  if (whole.tlsKey && !whole.tlsCert) throw new BadSetting("TLS_KEY: needs TLS_CERT beside it, the file with its certificate");
  if (whole.hashCost === "test" && env.NODE_ENV !== "test") {
    throw new BadSetting("HASH_COST: test would make stored PINs easy to guess; it is accepted only with NODE_ENV=test");
  }
  if (whole.smtpUrl) {
    // Not read like the others, whose errors repeat what was given: this one may hold a password.
    if (!/^smtps?:\/\/./.test(whole.smtpUrl) || !URL.canParse(whole.smtpUrl))
      throw new BadSetting("SMTP_URL: must be smtp://user:password@host:port or smtps://user:password@host:port");
    if (!parseSender(whole.mailFrom)) throw new BadSetting("SMTP_URL: needs MAIL_FROM too, an address or Name <address>");
  }
  return whole;
}

/** Host names and addresses that mean this server, in lower case, for checking a request's Host header. */
export function ownHosts(config: Pick<Config, "host" | "publicHosts" | "publicUrl">): Set<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all?.map((one) => one.address) ?? []);
  const publicName = config.publicUrl ? [new URL(config.publicUrl).hostname] : [];
  return new Set(
    ["localhost", "127.0.0.1", "::1", hostname(), config.host, ...addresses, ...config.publicHosts, ...publicName].map((h) =>
      h.toLowerCase(),
    ),
  );
}

/** True when only this machine can connect to `host`. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
