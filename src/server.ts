import { buildApp } from "./app.ts";
import { type Config, isLoopback } from "./config.ts";
import { createDirectory } from "./core/organisations/directory.ts";
import { openHome } from "./home.ts";
import { createCore, createParts } from "./parts.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import { openDatabase } from "./platform/database/database.ts";
import { prepareDatabase } from "./prepare.ts";
import { isEmpty, makeSandbox, sandboxKeys } from "./sandbox/sandbox.ts";
import { runWorkers } from "./workers.ts";

export interface ServeOptions {
  /** True: make the sandbox on any address; false: never; undefined: on a loopback address, when the database is empty. */
  readonly sandbox: boolean | undefined;
  readonly note: (message: string) => void;
}

/** Something that serves calls and can be stopped. */
export interface Serving {
  readonly port: number;
  /** Finishes what was accepted, for as long as the settings allow. False when it took longer. */
  stop(): Promise<boolean>;
}

/** Serves calls in this process, on `target`. The only place that listens. */
export async function listen(config: Config, target: ConnectionTarget, metrics?: () => Promise<string>): Promise<Serving> {
  const parts = createParts(config, target, { metrics });
  const app = buildApp(parts);
  try {
    await app.listen({ host: config.host, port: config.port, backlog: 1024 });
  } catch (error) {
    await app.close();
    await parts.close();
    throw error;
  }
  const address = app.server.address();
  return {
    port: typeof address === "object" && address ? address.port : config.port,
    async stop() {
      parts.setStopping();
      // A connection whose last answer went out while stopping is idle only now; nobody else would close it.
      const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
      const inTime = await within(config.shutdownSeconds * 1000, app.close());
      clearInterval(sweep);
      await within(5_000, parts.close());
      return inTime;
    },
  };
}

/** Runs a server until it is told to stop: the database, its schema, the sandbox, the workers. Resolves with the exit status. */
export async function serve(config: Config, options: ServeOptions): Promise<number> {
  const aborting = new AbortController();
  const told = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        resolve();
        aborting.abort();
      });
    }
  });
  const home = await openHome(config, { role: "server", note: options.note, signal: aborting.signal });
  try {
    await prepareDatabase(home.config, home.target);
    const keys = await sandbox(home.config, home.target, options);
    const serving =
      config.workers === 1 ? await listen(home.config, home.target) : await runWorkers(home.config, home.target, options.note);
    const address = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${serving.port}`;
    home.announce?.(address);
    options.note(`Willcall answers at ${address}${keys}`);
    await told;
    options.note("Willcall is stopping");
    return (await serving.stop()) ? 0 : 1;
  } finally {
    await home.close();
  }
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
      await makeSandbox(core);
    }
    const present = await Promise.all(sandboxKeys.map(async (one) => ((await isKey(core, one.key)) ? one.key : undefined)));
    const keys = present.filter((key) => key !== undefined);
    return keys.length ? `, sandbox keys ${keys.join(" and ")}` : "";
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
