import type { Core } from "../../core.ts";
import { standardFieldRows } from "./queries.ts";

/** The fields that every customer has, in the order in which they are told. */
export const standardFieldNames = [
  "cardNumber",
  "givenName",
  "familyName",
  "phoneDay",
  "email",
  "address1",
  "address2",
  "city",
  "region",
  "postalCode",
  "country",
  "customDate",
  "customText",
  "userName",
  "password",
  "cardPin",
] as const;

export type StandardFieldName = (typeof standardFieldNames)[number];

/** What an organisation says of a field that every customer has. */
export interface StandardField {
  readonly name: StandardFieldName;
  /** Null: as the protocol calls it. */
  readonly label: string | null;
  /** Only advice to who makes forms. */
  readonly shown: boolean;
}

/** The fields that every customer has, as an organisation wants them called and shown. */
export async function readStandardFields(core: Pick<Core, "db">, orgId: number): Promise<StandardField[]> {
  const rows = await core.db.read(standardFieldRows, [orgId]);
  return standardFieldNames.map((name) => {
    const row = rows.find((one) => one.name === name);
    return { name, label: row?.label ?? null, shown: row?.shown ?? true };
  });
}
