import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createUser } from "../../../src/core/organisations/set-up.ts";
import { testApp } from "../../support/app.ts";
import { assertRefused, directoryCatchesUp, sandboxOrgId, type Values } from "./support.ts";

const { command, parts } = await testApp();

describe("an unknown cmd", () => {
  before(async () => {
    const more = { password: "right", passwordRequired: true };
    await createUser(parts.core, parts.core.hasher, { orgId: sandboxOrgId, userName: "clerk99", ...more });
    await createUser(parts.core, parts.core.hasher, { orgId: sandboxOrgId, userName: "else99", names: ["db605"] });
    await directoryCatchesUp();
  });

  const strangers: [string, Values][] = [
    ["an unknown user", { uid: "nobody" }],
    ["no user", { uid: undefined }],
    ["a blank user", { uid: " " }],
    ["a user of another DSN", { uid: "else99" }],
    ["a user with a wrong password", { uid: "clerk99", pwd: "wrong" }],
    ["a user who must send a password and does not", { uid: "clerk99" }],
  ];
  for (const [who, values] of strangers)
    for (const cmd of ["no_such_command", "", undefined])
      it(`tells ${who} nothing about commands: 5010 (${cmd})`, async () => {
        const answer = await command({ ...values, cmd });
        assertRefused(answer, 5010);
        assert.equal(answer.answer.sql_code, -140);
      });

  it("is told to a known user: 9999", async () => {
    for (const values of [{}, { uid: "clerk99", pwd: "right" }])
      assertRefused(await command({ ...values, cmd: "no_such_command" }), 9999, "cmd");
  });
});
