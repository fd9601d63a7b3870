import { accounts, codePrefix, loyaltyKey, loyaltyName, loyaltyUser } from "../support/organisation.ts";

export const campaignId = 4111222233334444;

const form = new URLSearchParams({
  user_id: loyaltyUser,
  user_password: loyaltyKey,
  account_id: loyaltyName,
  type: "record_activity",
  output: "JSON",
  campaign_id: String(campaignId),
  amount: "9.95",
  authorization: "Till 3, bill 1812",
  code: `${codePrefix}0`,
});
const body = form.toString().replace(`code=${codePrefix}0`, `code=${codePrefix}#########`);

export const connections = 16;

/** A purchase of one of the customers at random, by code, as a till sends it. */
export function recordActivity(path = "/api.php") {
  return {
    request: [
      `POST ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      "content-type: application/x-www-form-urlencoded",
      "user-agent: bench",
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
    numbers: { kind: "random", ...accounts },
    expect: '"status": "success"',
  } as const;
}
