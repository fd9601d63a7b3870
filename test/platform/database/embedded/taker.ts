// A process that takes a data folder, says so, and holds it: for a moment, or (stay) until it is killed.
import { setTimeout as sleep } from "node:timers/promises";
import { takeOwnership } from "../../../../src/platform/database/embedded/owner.ts";

const [dataDir = "", at = "0", mode] = process.argv.slice(2);
await sleep(Math.max(0, Number(at) - Date.now())); // all at the same instant
try {
  const ownership = await takeOwnership(dataDir, { version: "test" });
  process.stdout.write("won\n");
  if (mode === "stay") setInterval(() => {}, 1_000);
  else {
    await sleep(1_500); // longer than a loser has patience
    await ownership.release();
  }
} catch (error) {
  process.stdout.write(`lost ${(error as { code?: string }).code} ${(error as { pid?: number }).pid ?? "unknown"}\n`);
}
