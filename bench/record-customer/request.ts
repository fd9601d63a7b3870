import { accounts, codePrefix, loyaltyKey, loyaltyName, loyaltyUser } from "../support/organisation.ts";

export const path = "/api.php";

/** An edit of one of the customers at random, by code, as a till sends it. `city`: another one for each run, so that there is something to change. */
export function recordCustomer(city: string) {
  const form = new URLSearchParams({
    user_id: loyaltyUser,
    user_password: loyaltyKey,
    account_id: loyaltyName,
    type: "record_customer",
    customer_action: "edit",
    output: "JSON",
    code: `${codePrefix}0`,
    first_name: "Lisa",
    last_name: "Smith",
    phone: "703-111-2222",
    street1: "2324 Rosedown Drive",
    city,
    state: "VA",
    postal_code: "20151",
    country: "USA",
  });
  const body = form.toString().replace(`code=${codePrefix}0`, `code=${codePrefix}#########`);
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
    expect: '"status": "update"',
  } as const;
}
