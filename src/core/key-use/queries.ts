import { statement } from "../../platform/database/statement.ts";

export const addKeyUse = statement(
  "add-key-use",
  `INSERT INTO key_use (org_id, key_id, day, calls, last_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (org_id, key_id, day) DO UPDATE
     SET calls = key_use.calls + excluded.calls, last_at = GREATEST(key_use.last_at, excluded.last_at)`,
);
