import net from "node:net";
import type { Config } from "../../config.ts";
import { findOwner, type OwnerInfo } from "../../platform/database/embedded/owner.ts";
import { version } from "../../version.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const check = "server";
const patienceMs = 3_000;

interface Server {
  /** Who has the data folder, if anybody. */
  readonly owner: OwnerInfo | undefined;
  readonly findings: readonly Finding[];
}

/** Whether a server runs on the data folder or at the address, and answers; else whether the port is free. */
export async function lookForServer(config: Config, place: string): Promise<Server> {
  let owner: OwnerInfo | undefined;
  try {
    // With DATABASE_URL nobody owns a folder.
    owner = config.databaseUrl ? undefined : await findOwner(place);
  } catch (error) {
    return { owner, findings: [problem(check, messageOf(error), "Run doctor as the user that runs the server")] };
  }
  return { owner, findings: owner ? await ofOwner(owner) : [await atPort(config)] };
}

async function ofOwner({ pid, address, stopping, version: runs }: OwnerInfo): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (stopping) findings.push(ok(check, `process ${pid} is stopping`));
  else if (!address)
    findings.push(ok(check, `process ${pid} has the data folder and serves no calls: it is starting, or is a command`));
  else if (await isHealthy(address)) findings.push(ok(check, `process ${pid} answers at ${address}`));
  else
    findings.push(problem(check, `process ${pid} does not answer at ${address}/healthz`, "Look into its log, and start it anew"));
  if (runs !== version)
    findings.push(
      warning(
        check,
        `process ${pid} is Willcall ${runs}, this is ${version}`,
        "Stop and start the server, so that both are the same",
      ),
    );
  return findings;
}

async function atPort({ host, port }: Config): Promise<Finding> {
  if (port === 0) return ok(check, "none is running; PORT 0 takes a free port");
  const near = reachable(host);
  const state = await connectTo(near, port);
  if (state === "free") return ok(check, `none is running; port ${port} of ${host} is free`);
  if (state !== "taken") return problem(check, `HOST ${host} can't be used: ${state}`, "Set HOST to an address of this machine");
  if (await isHealthy(`http://${near.includes(":") ? `[${near}]` : near}:${port}`))
    return ok(check, `one answers at ${host}:${port}`);
  return problem(check, `port ${port} of ${host} is taken by another program`, "Stop that program, or set PORT to another port");
}

/** The address for reaching what listens on `host` from here. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

/** Asked by connecting and not by listening: doctor must not hold a port that a server is about to take. */
function connectTo(host: string, port: number): Promise<"taken" | "free" | string> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (answer: string) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(patienceMs, () => end("it does not answer"));
    socket.once("connect", () => end("taken"));
    socket.once("error", (error) =>
      end(/ECONNREFUSED/.test((error as { code?: string }).code ?? "") ? "free" : messageOf(error)),
    );
  });
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    const url = new URL("/healthz", address.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:"));
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    return response.ok && ((await response.json()) as { status?: unknown }).status === "ok";
  } catch {
    return false;
  }
}
