import { openSession } from "../../../core/deliveries/sessions.ts";
import { localTime } from "../../../platform/clock.ts";
import { defineCall, keyInput } from "../call.ts";
import { object, text } from "../fields.ts";

export const getSessionToken = defineCall({
  name: "GetSessionToken",
  purpose: "Opens a session for the branch that the key belongs to. Every other call carries its token.",
  input: keyInput,
  oneOf: [],
  output: {
    session: object(
      {
        session_token: text("The token; {company}|{UUID}|{branch}. Callers should take it as it is"),
        expires_local_datetime: text("When it ends, in the organisation's time zone: YYYY-MM-DD HH:MM:SS"),
        expires_utc_datetime: text("When it ends, in UTC: YYYY-MM-DD HH:MM:SS"),
      },
      "The session",
    ),
  },
  codes: [101, 201, 202, 204, 205, 500],
  async handle({ core, key, company, organisation, sessionMs }) {
    const { token, expiresAt } = await openSession(core, key, company, sessionMs);
    return {
      session: {
        session_token: token,
        expires_local_datetime: localTime(organisation.timeZone, expiresAt),
        expires_utc_datetime: localTime("UTC", expiresAt),
      },
    };
  },
});
