import type { TestApp } from "../../support/app.ts";
import { type Credentials, call, john, succeeded, type Values } from "./support.ts";

/** Adds a user and gives what they call with. */
export async function userWith(test: Pick<TestApp, "app">, name: string, values: Values): Promise<Credentials> {
  const { user } = succeeded(await call(test, "user_new", { user_name: name, ...values }));
  return { user_id: name, user_password: user.user_api_key, account_id: john.account_id };
}

/** All about a user, as the administrator sees them. */
export async function userOf(test: Pick<TestApp, "app">, name: string) {
  return succeeded(await call(test, "user_info", { user_name: name })).user;
}
