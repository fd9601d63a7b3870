import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { it } from "node:test";
import { createHasher } from "../../../src/platform/secrets/hashing.ts";
import { loadPepper } from "../../../src/platform/secrets/pepper.ts";
import { testConfig } from "../../support/config.ts";

const onLinux = process.platform === "linux";

it("the threads that hash give way to the event loop", { skip: !onLinux }, async () => {
  const hasher = createHasher(loadPepper("/nowhere", testConfig.env.PEPPER), "test");
  // It waits for the first hash, whose end is what the threads were waited for with.
  await hasher.slots.run(() => hasher.verify("1", null));
  const pool = readdirSync("/proc/self/task").filter(
    (thread) => readFileSync(`/proc/self/task/${thread}/comm`, "utf8").trim() === "libuv-worker",
  );
  assert.ok(pool.length > 0);
  for (const thread of pool) assert.equal(getPriority(Number(thread)), getPriority() + 5);
});
