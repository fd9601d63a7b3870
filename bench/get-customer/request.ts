import { accounts, branchKey, company } from "../support/organisation.ts";

export const path = "/pdm/GetCustomer";

/** Opens a session at ours, which every call of the load then carries. */
export async function session(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/pdm/GetSessionToken`, {
    method: "POST",
    body: JSON.stringify({ key: branchKey, company_id: Number(company) }),
  });
  const answer = (await response.json()) as { session?: { session_token: string } };
  if (!answer.session) throw new Error(`no session: ${JSON.stringify(answer)}`);
  return answer.session.session_token;
}

/** A GetCustomer by id, of one of the customers at random. */
export function getCustomer(token: string) {
  const body = JSON.stringify({ company_id: Number(company), session_token: token, customer_id: 0, external_customer_ref: "" });
  const sent = body.replace('"customer_id":0', '"customer_id":#########');
  return {
    request: [
      `POST ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      "content-type: application/json",
      "accept: application/json",
      "user-agent: bench",
      `content-length: ${Buffer.byteLength(sent)}`,
      "",
      sent,
    ].join("\r\n"),
    numbers: { kind: "random", ...accounts },
    expect: '"code":101',
  } as const;
}
