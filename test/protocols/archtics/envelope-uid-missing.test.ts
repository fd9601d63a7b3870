import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { assertRefused, freshEmail, unchanged, type Values } from "./support.ts";

const { command } = await testApp();
const missing = [undefined, null, "", "  "];

const calls: [Values, number][] = [
  [{ cmd: "customer_add", customer: { name_last: "Nobody", email: freshEmail() }, pin: "1" }, 5011],
  [{ cmd: "customer_query", acct_id: 6, pin: "712554" }, 5021],
  [{ cmd: "customer_query", acct_id: 6, call_reason: "S" }, 5021],
  [{ cmd: "customer_update", customer: { acct_id: 6, name_last: "Nobody" }, call_reason: "S" }, 5031],
  [{ cmd: "customer_update", customer: { acct_id: 6 }, call_reason: "S", lock_account: "L" }, 5031],
];

describe("a uid that is missing", () => {
  for (const [values, code] of calls)
    for (const uid of missing)
      it(`is a missing field to ${values.cmd}: ${code} (${JSON.stringify(uid)})`, () =>
        unchanged(command, 6, async () => assertRefused(await command({ ...values, uid }), code, "uid")));

  for (const uid of missing)
    it(`is an unknown user to ping, which has no code for it: 5010 (${JSON.stringify(uid)})`, async () =>
      assertRefused(await command({ cmd: "ping", uid }), 5010, "uid"));
});
