// What goes wrong in a database by hand, by a broken disk or by a bug.

export const moveCounter = "UPDATE change_counters SET last_seq = last_seq + 1 WHERE org_id = 1";
export const pullCounterBack = "UPDATE change_counters SET last_seq = last_seq - 1 WHERE org_id = 1";
export const dropCounter = "DELETE FROM change_counters WHERE org_id = 1";
export const dropSeal = "DELETE FROM audit_seals WHERE org_id = 1";
export const dropChange = [
  "DELETE FROM change_values WHERE org_id = 1 AND write_id IN (SELECT write_id FROM changes WHERE entity = 'customer' AND entity_id = 2 AND version = 2)",
  "DELETE FROM changes WHERE org_id = 1 AND entity = 'customer' AND entity_id = 2 AND version = 2",
];
export const alterAction = "UPDATE changes SET action = 'imported' WHERE org_id = 1 AND seq = 2";
export const alterValues = `UPDATE change_values v SET field_values = replace(field_values, 'Replaced', 'Restored') FROM changes c
  WHERE c.org_id = 1 AND c.write_id = v.write_id AND c.part = v.part AND c.entity_id = 2 AND c.entity = 'customer' AND c.version = 2`;
/** As a bug would that writes another beginning than there was. */
export const alterBeginning = `WITH v AS (
    UPDATE change_values v SET field_values = replace(field_values, '"Public"', '"Somebody"') FROM changes c
    WHERE c.org_id = 1 AND c.write_id = v.write_id AND c.part = v.part AND c.entity_id = 2 AND c.entity = 'customer' AND c.version = 2
    RETURNING v.write_id, v.part, sha256(v.salt || convert_to(v.field_values, 'UTF8')) AS digest)
  UPDATE changes c SET digest = v.digest FROM v WHERE c.write_id = v.write_id AND c.part = v.part`;
export const skipVersion =
  "UPDATE changes SET version = 3 WHERE org_id = 1 AND entity = 'customer' AND entity_id = 2 AND version = 2";
export const swapNumbers = [
  "UPDATE changes SET seq = -seq WHERE org_id = 1 AND entity = 'customer' AND entity_id = 2",
  `UPDATE changes c SET seq = -o.seq FROM changes o WHERE c.org_id = 1 AND c.entity = 'customer' AND c.entity_id = 2
     AND o.org_id = 1 AND o.entity = 'customer' AND o.entity_id = 2 AND o.version <> c.version`,
];
export const ghost = [
  `INSERT INTO writes (org_id, write_id, occurred_at, protocol, call, request_id)
     VALUES (1, '00000000-0000-7000-8000-000000000001', '2026-01-01', 'server', 'test', 'test')`,
  `INSERT INTO changes (org_id, write_id, part, entity, entity_id, version, action, fields, occurred_at, digest)
     VALUES (1, '00000000-0000-7000-8000-000000000001', 1, 'customer', 777777, 1, 'added', '{}', '2026-01-01', sha256(''))`,
];
export const raiseCustomer = "UPDATE customers SET version = version + 1 WHERE org_id = 1 AND customer_id = 2";
export const untoldAccount = `INSERT INTO accounts (org_id, account_id, primary_customer_id, type, status, version, created_at, updated_at)
  VALUES (1, 888888, 2, 'personal', 'active', 1, '2026-01-01', '2026-01-01')`;
export const untoldDelivery = `INSERT INTO deliveries (org_id, delivery_id, company, branch, customer_id, delivery_date, status, recipient, fridge,
    controlled, items, version, created_at, updated_at)
  VALUES (1, 999999, 'c', 1, 2, '2026-01-01', 'scheduled', '{}', false, false, '[]', 1, '2026-01-01', '2026-01-01')`;
export const customerWithoutNumber =
  "UPDATE changes SET seq = NULL WHERE org_id = 1 AND entity = 'customer' AND entity_id = 2 AND version = 2";
/** The one seal of the test covers the last change too. */
export const unsealed = [
  "DELETE FROM audit_seals WHERE org_id = 1",
  "UPDATE change_counters SET sealed_seq = 0 WHERE org_id = 1",
];
/** With a merge that says so. */
const merged = (loser: number, into: number): string[] => [
  `UPDATE customers SET merged_into = ${into} WHERE org_id = 1 AND customer_id = ${loser}`,
  `INSERT INTO merges (org_id, merge_id, survivor_id, loser_id, survivor_version, protocol, merged_at)
     VALUES (1, gen_random_uuid(), ${into}, ${loser}, 2, 'server', '2026-01-01')`,
];
const freed = (customers: string): string => `DELETE FROM identifiers WHERE org_id = 1 AND customer_id IN (${customers})`;
/** Customer 1408 is on no account. */
export const mergedWithAll = merged(1408, 2);
export const mergedOn = [
  freed("1408, 365"),
  ...merged(1408, 365),
  "UPDATE customers SET merged_into = 2 WHERE org_id = 1 AND customer_id = 365",
];
export const mergedOnAccount = [freed("2"), ...merged(2, 4444)];

/** The first seat that is sold at an event. */
const seatOf = (event: string): string => `org_id = 1 AND (event_id, row_id, seat) IN (
  SELECT e.event_id, e.row_id, e.seat FROM event_seats e JOIN events v USING (org_id, event_id) WHERE org_id = 1 AND v.name = '${event}' AND e.state = 'sold' ORDER BY 1, 2, 3 LIMIT 1)`;
export const seats = [
  `UPDATE event_seats SET account_id = 6 WHERE ${seatOf("EVENT01")}`,
  `UPDATE event_seats SET state = 'open', order_id = NULL, line = NULL, account_id = NULL, barcode = NULL WHERE ${seatOf("EVENT02")}`,
  `DELETE FROM event_seats WHERE ${seatOf("EVENT03")}`,
  `UPDATE event_seats SET barcode = NULL WHERE ${seatOf("EVENT04")}`,
  `UPDATE event_seats SET turn = 0 WHERE ${seatOf("EVENT05")}`,
  "DELETE FROM order_lines WHERE org_id = 1 AND (order_id, line) IN (SELECT order_id, line FROM event_seats WHERE org_id = 1 AND state = 'reserved')",
];
const nthMove = (n: number) =>
  `org_id = 1 AND move_id = (SELECT move_id FROM seat_moves WHERE org_id = 1 ORDER BY move_id LIMIT 1 OFFSET ${n})`;
export const moves = [
  `UPDATE seat_moves SET reason = 'never' WHERE ${nthMove(0)}`,
  `UPDATE seat_moves SET user_name = 'mallory' WHERE ${nthMove(1)}`,
  `UPDATE changes SET entity = 'order', entity_id = 1, version = 2 WHERE org_id = 1 AND entity = 'seats' AND entity_id = (SELECT move_id FROM seat_moves WHERE org_id = 1 ORDER BY move_id LIMIT 1 OFFSET 2)`,
];
