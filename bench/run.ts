// npm run bench -- [names] [--quick] [--profile FOLDER]: measures ours against a floor on this machine. See README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { benchCustomerAdd } from "./customer-add/bench.ts";
import { benchCustomerQuery } from "./customer-query/bench.ts";
import { benchGetCustomer } from "./get-customer/bench.ts";
import { benchHold } from "./hold/bench.ts";
import { benchLoyaltySearch } from "./loyalty-search/bench.ts";
import { benchManifest } from "./manifest/bench.ts";
import { benchMemory } from "./memory/bench.ts";
import { benchOverload } from "./overload/bench.ts";
import { benchRecordActivity } from "./record-activity/bench.ts";
import { benchRecordCustomer } from "./record-customer/bench.ts";
import { benchSeatsSold } from "./seats-sold/bench.ts";
import { startBench } from "./support/bench.ts";
import { printFacts } from "./support/facts.ts";
import { benchVerifyLedger } from "./verify-ledger/bench.ts";

const benches = {
  "customer-query": benchCustomerQuery,
  "customer-add": benchCustomerAdd,
  "get-customer": benchGetCustomer,
  "record-customer": benchRecordCustomer,
  "record-activity": benchRecordActivity,
  "loyalty-search": benchLoyaltySearch,
  "verify-ledger": benchVerifyLedger,
  hold: benchHold,
  manifest: benchManifest,
  "seats-sold": benchSeatsSold,
  memory: benchMemory,
  overload: benchOverload,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, profile: { type: "string" } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length) throw new Error(`no bench is named ${unknown.join(", ")}: there are ${Object.keys(benches).join(", ")}`);
const chosen = positionals.length ? positionals : Object.keys(benches);

const folder = mkdtempSync(join(tmpdir(), "willcall-bench-"));
try {
  const bench = await startBench(folder, { quick: values.quick, profile: values.profile && resolve(values.profile) });
  try {
    await printFacts(bench.database);
    // Slow figures are no error: this fails only when something could not be measured.
    for (const name of chosen) await benches[name as keyof typeof benches](bench);
  } finally {
    await bench.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
