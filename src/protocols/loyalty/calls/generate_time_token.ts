import { makeToken, mostMinutes, usualMinutes } from "../../../core/loyalty/time-tokens.ts";
import { defineCall } from "../call.ts";
import { int, key, marked, required } from "../fields.ts";
import { outText } from "../output.ts";

export const generateTimeToken = defineCall({
  type: "generate_time_token",
  purpose: "Makes a token that stands for a customer once, for a short time.",
  permission: "look-up-customer",
  input: {
    code: marked("willcall", required(key("The customer's code; one that was replaced gets none"))),
    minutes: marked("willcall", int(`How long it lives; ${usualMinutes} unless it is sent`, 1, mostMinutes)),
  },
  output: { token: { ...outText("The token, told this once"), mark: "willcall" } as const },
  handle: async ({ core, caller }, { code, minutes = usualMinutes }) => ({ token: await makeToken(core, caller, code, minutes) }),
});
