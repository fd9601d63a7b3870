import type { Caller } from "../../../src/core/core.ts";
import type { TestApp } from "../../support/app.ts";
import { sandboxOrgId } from "../archtics/support.ts";
import { type Credentials, call, john, succeeded, type Values } from "./support.ts";

/** Who sets things up for the sandbox's organisation at the command line. */
export const operator: Caller = {
  orgId: sandboxOrgId,
  timeZone: "UTC",
  keyId: null,
  userName: null,
  protocol: "command-line",
  call: "test",
  requestId: "test",
};

/** Adds a user and gives what they call with. */
export async function userWith(test: Pick<TestApp, "app">, name: string, values: Values): Promise<Credentials> {
  const { user } = succeeded(await call(test, "user_new", { user_name: name, ...values }));
  return { user_id: name, user_password: user.user_api_key, account_id: john.account_id };
}

/** All about a user, as the administrator sees them. */
export async function userOf(test: Pick<TestApp, "app">, name: string) {
  return succeeded(await call(test, "user_info", { user_name: name })).user;
}
