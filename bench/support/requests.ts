import { dsn, key, uid } from "./organisation.ts";

export const path = "/sth-customer/ticketing_services.aspx";

/** A whole HTTP request with one command, as an integration sends it. */
export function commandRequest(command: Record<string, unknown>): string {
  const header = { ver: 1, src_sys_type: 2, src_sys_name: "bench", archtics_version: "V999" };
  // A number's digits stand in the JSON without quotes.
  const body = JSON.stringify({ header, command1: { ...command, uid, dsn } }).replace(
    '"acct_id":"#########"',
    '"acct_id":#########',
  );
  return [
    `POST ${path}?dsn=${dsn} HTTP/1.1`,
    "host: 127.0.0.1",
    `apikey: ${key}`,
    "content-type: application/json",
    "accept: application/json",
    "user-agent: bench",
    `content-length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}

/** What the answer to a command that was done holds. */
export const done = '"result":0,"sql_code":0';
