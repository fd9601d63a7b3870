// Makes what is due in a database's sandbox again and again, until it is killed: node worker.ts <target> <now>
import { runDue } from "../../../src/core/loyalty/ledger/due/run.ts";
import { createCore } from "../../../src/parts.ts";
import { openDatabase } from "../../../src/platform/database/database.ts";
import { organisation } from "../../core/loyalty/ledger/due/world.ts";
import { testConfig } from "../../support/config.ts";

const [target = "", now = ""] = process.argv.slice(2);
const db = openDatabase(JSON.parse(target), { writers: 4, readers: 1 });
const core = createCore(testConfig.config(), db, { now: () => new Date(Number(now)) });
process.stdout.write("begins\n");
for (;;) {
  await runDue(core, organisation);
  await new Promise((resolve) => setTimeout(resolve, 10));
}
