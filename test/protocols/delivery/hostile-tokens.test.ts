import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { sessionCalls } from "./session-calls.ts";
import { assertRefused, client, post, sandbox } from "./support.ts";
import { odd, usual } from "./texts.ts";

const test = await testApp();
const by = client(test);
// What is blank may count as absent: 301.
const { spaces: _, ...texts } = { ...usual, ...odd };

describe("a session, whatever is sent for its token or key", () => {
  for (const [what, value] of Object.entries(texts)) {
    for (const { name, body } of sessionCalls)
      it(`is not opened to ${name} by ${what}: 202`, async () => {
        assertRefused(await by.call(name, { session_token: value, ...body() }), 202);
      });
    it(`is not given for ${what}: 202`, async () => {
      assertRefused(await post(test, "GetSessionToken", { key: value, company_id: sandbox.company }), 202);
    });
  }
});
