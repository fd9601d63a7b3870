import { type Config, loadConfig } from "../../src/config.ts";

const env = {
  NODE_ENV: "test",
  HASH_COST: "test",
  LOG_LEVEL: "silent",
  SANDBOX_ARENA: "small",
  // Tests of HTTPS take a port of their own.
  TLS_PORT: "0",
  // Tests run beside others on a busy machine: what sheds load or polls there is tested where it is set otherwise.
  OVERLOAD_LAG_MS: "60000",
  HASH_WAIT_MS: "60000",
  POLL_AFTER_MS: "30000",
  // 32 bytes that everybody knows.
  PEPPER: `1:${Buffer.alloc(32, "willcall").toString("base64")}`,
};

/** The settings that tests run with: cheap hashes, a known pepper, no log. */
export const testConfig = {
  env,
  config: (overrides: Partial<Config> = {}): Config => loadConfig({ ...env }, { port: 0, ...overrides }),
};
