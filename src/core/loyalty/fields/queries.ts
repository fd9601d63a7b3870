import { statement } from "../../../platform/database/statement.ts";

/** Replaces what can be changed of the field $3 of the subject $2. */
export const updateField = statement(
  "update-custom-field",
  `UPDATE custom_fields SET label = $4, shown = $5, choices = $6, searchable = $7, required = $8
   WHERE org_id = $1 AND subject = $2 AND number = $3 AND deleted_at IS NULL`,
);

/** From then on nobody sees the fields $3. */
export const markFieldsDeleted = statement(
  "mark-custom-fields-deleted",
  "UPDATE custom_fields SET deleted_at = $4 WHERE org_id = $1 AND subject = $2 AND number = ANY ($3::int[])",
);

export const deletedFields = statement<{ number: number }>(
  "deleted-custom-fields",
  "SELECT number FROM custom_fields WHERE org_id = $1 AND subject = $2 AND deleted_at IS NOT NULL ORDER BY number",
);

export const dropFields = statement(
  "drop-custom-fields",
  "DELETE FROM custom_fields WHERE org_id = $1 AND subject = $2 AND number = ANY ($3::int[]) AND deleted_at IS NOT NULL",
);

/** The $4 customers numbered above $2 who have a value of one of the fields $3. */
export const customersWithValues = statement<{ customer_id: number }>(
  "customers-with-values",
  `SELECT customer_id FROM customers WHERE org_id = $1 AND customer_id > $2 AND custom_fields ?| $3::text[] AND merged_into IS NULL
   ORDER BY customer_id LIMIT $4`,
);

/** Of the fields that every customer has, what the organisation says of them. */
export const standardFieldRows = statement<{ name: string; label: string | null; shown: boolean | null }>(
  "standard-fields",
  "SELECT name, label, shown FROM standard_fields WHERE org_id = $1",
);

/** Sets the label and whether the field is shown; NULL: as before. */
export const setStandardField = statement(
  "set-standard-field",
  `INSERT INTO standard_fields (org_id, name, label, shown) VALUES ($1, $2, $3, $4)
   ON CONFLICT (org_id, name) DO UPDATE SET label = COALESCE(excluded.label, standard_fields.label), shown = COALESCE(excluded.shown, standard_fields.shown)`,
);
