import { accounts } from "../support/organisation.ts";
import { commandRequest, done } from "../support/requests.ts";

/** A query by account, by a system, of one of the accounts at random. */
export const query = {
  request: commandRequest({ cmd: "customer_query", call_reason: "S", acct_id: "#########" }),
  numbers: { kind: "random", ...accounts },
  expect: done,
} as const;

/** The bare handler that answers the same request. */
export const floorFile = "bench/customer-query/floor.ts";
