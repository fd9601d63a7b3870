import { availableParallelism } from "node:os";
import { BadSetting, type Config, isLoopback, loadConfig, settings } from "../../config.ts";
import { networks } from "../../platform/networks.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const names = new Set<string>(Object.values(settings).map(({ name }) => name));

/** The configuration with every setting that can't be used left at its default, and a finding for each of those. */
export function readSettings(env: NodeJS.ProcessEnv): { config: Config; findings: Finding[] } {
  const usable = { ...env };
  const bad: Finding[] = [];
  for (;;) {
    try {
      const config = loadConfig(usable);
      return { config, findings: findingsOn(config, usable, bad) };
    } catch (error) {
      const name = error instanceof BadSetting ? error.message.split(":", 1)[0]! : "";
      if (!(name in usable)) throw error;
      bad.push(problem("settings", (error as Error).message, `Correct ${name}, or leave it out`));
      delete usable[name];
    }
  }
}

function findingsOn(config: Config, env: NodeJS.ProcessEnv, bad: Finding[]): Finding[] {
  const findings = [...bad];
  // The server would stop at it, after it has started its database.
  try {
    networks(config.trustedProxies);
  } catch (error) {
    findings.push(
      problem("settings", `TRUSTED_PROXIES: ${messageOf(error)}`, "Write addresses or networks, separated by commas"),
    );
  }
  if (config.databaseUrl && !/^postgres(ql)?:\/\//.test(config.databaseUrl))
    findings.push(
      problem("settings", "DATABASE_URL: is no postgresql:// address", "Write postgresql://user:password@host/database"),
    );
  if (!isLoopback(config.host) && config.hashCost === "test")
    findings.push(problem("settings", "HASH_COST is test: stored PINs are easy to guess", "Leave HASH_COST out"));
  if (config.workers > 2 * availableParallelism()) {
    const message = `WORKERS is ${config.workers}, on a machine with ${availableParallelism()} cores`;
    findings.push(warning("settings", message, "More workers than cores make every call slower"));
  }
  const set = Object.keys(env).filter((name) => names.has(name) && env[name]?.trim());
  if (findings.length === 0)
    findings.push(ok("settings", set.length ? `set: ${set.sort().join(", ")}` : "all at their defaults"));
  return findings;
}
