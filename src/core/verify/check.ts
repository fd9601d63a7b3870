import type { Database } from "../../platform/database/database.ts";
import type { Pepper } from "../../platform/secrets/pepper.ts";
import type { Organisation } from "../organisations/organisation.ts";
import { listOrganisations } from "../organisations/queries.ts";

/** What a check looks into: a database at this code's schema, at rest or as of one moment, and the pepper that belongs to it. */
export interface Verified {
  readonly db: Pick<Database, "read">;
  readonly pepper: Pepper;
  /** The organisation that is looked at; undefined: all of them. */
  readonly slug?: string;
  /** Hears of rows that were looked at. */
  readonly looked?: (rows: number) => void;
}

/** Something that must be true of a database, whatever was done to it. */
export interface Check {
  readonly name: string;
  /** What holds when it finds nothing, as the end of a sentence. */
  readonly holds: string;
  /** A sentence for each fault, none when all is well; without personal data. */
  faults(what: Verified): AsyncIterable<string>;
}

/** The organisations that a check looks at, in the order of their slugs. */
export async function organisationsOf({ db, slug }: Pick<Verified, "db" | "slug">): Promise<readonly Organisation[]> {
  const all = await db.read(listOrganisations, []);
  return slug === undefined ? all : all.filter((one) => one.slug === slug);
}
