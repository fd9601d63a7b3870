import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { call, john, refused, succeeded } from "./support.ts";
import { userWith } from "./users.ts";

const clock = testClock();
const test = await testApp({ clock });
const password = "long-enough";
const userInfo = (user_id: string, user_password: string) => call(test, "user_info", {}, { ...john, user_id, user_password });
const logIn = async (user_id: string): Promise<string> => {
  const answer = await call(test, "user_login", { user_id, user_password: password, account_id: john.account_id }, {});
  clock.pass(1);
  return succeeded(answer).account.user_api_key;
};

describe("the keys that log-ins gave out", () => {
  it("end once there are 20 newer ones, whatever is remembered of them; others never do", async () => {
    const made = (await userWith(test, "till", { user_role: "K", user_new_password: password })).user_password;
    const imported = "an-imported-key";
    succeeded(await call(test, "user_update", { user_name: "till", new_user_api_key: imported }));
    const keys = [await logIn("till")];
    succeeded(await userInfo("till", keys[0]!));
    while (keys.length < 20) keys.push(await logIn("till"));
    succeeded(await userInfo("till", keys[0]!));
    keys.push(await logIn("till"));
    refused(await userInfo("till", keys[0]!), /^user_id/);
    for (const key of [made, imported, ...keys.slice(1)]) succeeded(await userInfo("till", key));
  });

  it("go on when an administrator takes them over", async () => {
    await userWith(test, "kept", { user_role: "K", user_new_password: password });
    const first = await logIn("kept");
    succeeded(await call(test, "user_update", { user_name: "kept", new_user_api_key: first }));
    const second = await logIn("kept");
    for (let more = 0; more < 20; more++) await logIn("kept");
    succeeded(await userInfo("kept", first));
    refused(await userInfo("kept", second), /^user_id/);
  });

  it("are counted for each user, and when all were given out at one moment", async () => {
    await userWith(test, "still", { user_role: "K", user_new_password: password });
    const keys: string[] = [];
    for (let more = 0; more < 22; more++) {
      const answer = await call(test, "user_login", { ...john, user_id: "still", user_password: password }, {});
      keys.push(succeeded(answer).account.user_api_key);
    }
    succeeded(await userInfo("still", keys.at(-1)!));
    const answers = await Promise.all(keys.map((key) => userInfo("still", key)));
    assert.equal(answers.filter(({ status }) => status === "success").length, 20);
    succeeded(await userInfo("till", "an-imported-key"));
  });
});
