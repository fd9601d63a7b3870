import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { buildApp } from "./app.ts";
import { type Config, isLoopback } from "./config.ts";
import { createDirectory } from "./core/organisations/directory.ts";
import { openHome } from "./home.ts";
import { bound } from "./http-limits.ts";
import { createCore, createParts } from "./parts.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import { openDatabase } from "./platform/database/database.ts";
import { prepareDatabase } from "./prepare.ts";
import { isEmpty, makeSandboxOnce, sandboxKeys } from "./sandbox/sandbox.ts";
import { shedding } from "./shed.ts";
import { createTlsSide, prepareTls, renewOwnCertificate, type TlsSide } from "./tls.ts";
import { runWorkers } from "./workers.ts";

export interface ServeOptions {
  /** True: make the sandbox on any address; false: never; undefined: on a loopback address, when the database is empty. */
  readonly sandbox: boolean | undefined;
  readonly note: (message: string) => void;
}

/** Something that serves calls and can be stopped. */
export interface Serving {
  readonly port: number;
  /** Of HTTPS; undefined without it. */
  readonly tlsPort: number | undefined;
  /** Why there is no HTTPS, though nobody turned it off. */
  readonly tlsTrouble: string | undefined;
  /** Finishes what was accepted, for as long as the settings allow. False when it took longer. */
  stop(): Promise<boolean>;
}

/** Serves calls in this process, on `target`. The only place that listens. */
export async function listen(
  config: Config,
  target: ConnectionTarget,
  metrics?: () => Promise<string | undefined>,
): Promise<Serving> {
  const parts = createParts(config, target, { metrics });
  const app = buildApp(parts);
  const { closeIdle } = bound(app.server, config.maxConnections);
  let tls: TlsSide | undefined;
  let tlsTrouble: string | undefined;
  try {
    await app.listen({ host: config.host, port: config.port, backlog: 1024 });
    if (config.tlsPort) tls = createTlsSide(shedding(app.routing, parts), config, parts.log);
    if (tls) tlsTrouble = await listenTls(tls, config);
    if (tlsTrouble) tls = undefined;
  } catch (error) {
    await app.close();
    await parts.close();
    throw error;
  }
  let stopped: Promise<boolean> | undefined;
  return {
    port: portOf(app.server) ?? config.port,
    tlsPort: tls && portOf(tls.server),
    tlsTrouble,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };

  async function stop(): Promise<boolean> {
    parts.setStopping();
    // A connection whose last answer went out while stopping is idle only now; nobody else would close it.
    const sweep = setInterval(() => {
      closeIdle();
      tls?.closeIdle();
    }, 50);
    // What goes on behind a 202 that went out over HTTPS may be younger than the app's own look at it.
    const closed = Promise.all([app.close(), tls?.close()]).then(() => Promise.allSettled([...parts.background]));
    const inTime = await within(config.shutdownSeconds * 1000, closed);
    clearInterval(sweep);
    // Whoever has not sent the rest of a request by now gets no answer.
    if (!inTime) for (const server of [app.server, tls?.server]) server?.closeAllConnections();
    await within(5_000, closed);
    await within(5_000, parts.close());
    return inTime;
  }
}

/** Gives why HTTPS can't be had, where nobody asked for it; else throws it. */
async function listenTls({ server, close }: TlsSide, { host, tlsPort, tlsPortIsDefault }: Config): Promise<string | undefined> {
  try {
    server.listen({ host, port: tlsPort, backlog: 1024 });
    await once(server, "listening");
  } catch (error) {
    await close();
    const { message, code } = error as NodeJS.ErrnoException;
    if (tlsPortIsDefault) return message;
    throw Object.assign(new Error(`TLS_PORT: ${message}`), { code });
  }
}

function portOf(server: { address(): string | AddressInfo | null }): number | undefined {
  const address = server.address();
  return typeof address === "object" ? address?.port : undefined;
}

/** Runs a server until it is told to stop: the database, its schema, the sandbox, the workers. Resolves with the exit status. */
export async function serve(config: Config, options: ServeOptions): Promise<number> {
  const aborting = new AbortController();
  const told = new Promise<void>((resolve) => aborting.signal.addEventListener("abort", () => resolve()));
  const onSignal = (): void => aborting.abort();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, onSignal);
  const home = await openHome(config, { role: "server", note: options.note, signal: aborting.signal });
  let renewing: { stop(): void } | undefined;
  try {
    const ready = await prepareTls(home.config, options.note);
    renewing = renewOwnCertificate(ready, options.note);
    await prepareDatabase(home.config, home.target);
    const keys = await sandbox(home.config, home.target, options);
    const serving =
      config.workers === 1
        ? await listen(ready, home.target)
        : await runWorkers({ ...ready, port: ready.port || (await freePort(ready.host)) }, home.target, options.note);
    const host = config.host.includes(":") ? `[${config.host}]` : config.host;
    const address = `http://${host}:${serving.port}`;
    home.announce?.(address);
    if (serving.tlsTrouble)
      options.note(`There is no HTTPS: ${serving.tlsTrouble}; TLS_PORT chooses another port, or 0 for none`);
    const tlsAddress = serving.tlsPort ? ` and https://${host}:${serving.tlsPort}` : "";
    options.note(`Willcall answers at ${address}${tlsAddress}${keys}`);
    // Node keeps what it has compiled (scripts/bootstrap/compiled.mjs) when it ends, which a server that is killed does not.
    flushCompileCache();
    await told;
    options.note("Willcall is stopping");
    return (await serving.stop()) ? 0 : 1;
  } finally {
    renewing?.stop();
    await home.close();
    // From here a signal ends the process the hard way.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.off(signal, onSignal);
  }
}

/** A port that nobody listens on. */
async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Makes the sandbox when it should; gives what the ready line says of it. */
async function sandbox(config: Config, target: ConnectionTarget, { sandbox: wanted, note }: ServeOptions): Promise<string> {
  const db = openDatabase(target, { writers: 4, readers: 1 });
  try {
    const core = createCore(config, db);
    if (await isEmpty(core)) {
      if (wanted === false) return "";
      if (wanted === undefined && !isLoopback(config.host)) {
        note(
          `There is no organisation yet, and the sandbox's keys are public, so it is not made on ${config.host}: make one with "willcall org create", or start with --sandbox`,
        );
        return "";
      }
      await makeSandboxOnce(core, config.sandboxArena);
    }
    const present = await Promise.all(sandboxKeys.map(async (one) => ((await isKey(core, one.key)) ? one.key : undefined)));
    const keys = present.filter((key) => key !== undefined);
    return keys.length ? `, sandbox keys ${keys.join(", ").replace(/, (?=[^,]*$)/, " and ")}` : "";
  } finally {
    await db.close();
  }
}

async function isKey(core: Pick<ReturnType<typeof createCore>, "db">, key: string): Promise<boolean> {
  const record = await createDirectory(core.db).apiKey(key);
  return record !== undefined && record.revokedAt === null;
}

/** Whether `work` ends within `ms`. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
