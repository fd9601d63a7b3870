import { statement } from "../../../platform/database/statement.ts";
import { tell } from "../../audit/queries.ts";

/** What the digest of a scan `s` stands for, as text: the change log has the digest, and the scan itself is what it tells. */
export const scannedOf = (s: string): string =>
  `json_build_array(${[
    ...["scan_id", "event_id", "barcode", "row_id", "seat", "account_id", "direction", "result_code", "gate", "scanner"],
    ...["scanner_ref", "offline", "conflicts_with"],
  ]
    .map((column) => `${s}.${column}`)
    .join(", ")}, (extract(epoch FROM ${s}.happened_at) * 1000000)::bigint)::text`;

/** The digest of a scan `s`. */
export const scanDigest = (s: string): string => `sha256(${s}.salt || convert_to(${scannedOf(s)}, 'UTF8'))`;

/** Tells scans that the change log does not tell of yet; see tell(). */
export const tellScans = statement<{ seq: number }>(
  "tell-scans",
  tell({
    table: "scans",
    key: "scan_id",
    order: "scan_id",
    entity: "scan",
    action: "t.direction",
    fields: "ARRAY['event-' || t.event_id]",
    digest: scanDigest("t"),
    meantFor: "NULL",
  }),
);
