import { type Config, loadConfig } from "../../src/config.ts";

const env = {
  NODE_ENV: "test",
  HASH_COST: "test",
  LOG_LEVEL: "silent",
  // 32 bytes that everybody knows.
  PEPPER: `1:${Buffer.alloc(32, "willcall").toString("base64")}`,
};

/** The settings that tests run with: cheap hashes, a known pepper, no log. */
export const testConfig = {
  env,
  config: (overrides: Partial<Config> = {}): Config => loadConfig({ ...env }, { port: 0, ...overrides }),
};
