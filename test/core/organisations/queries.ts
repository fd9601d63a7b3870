import { statement } from "../../../src/platform/database/statement.ts";

/** Puts the counter $2 at $3. */
export const setCounter = statement("test-set-counter", "UPDATE counters SET last = $3 WHERE org_id = $1 AND counter = $2");
export const counterAt = statement<{ last: number }>(
  "test-counter-at",
  "SELECT last FROM counters WHERE org_id = $1 AND counter = $2",
);
