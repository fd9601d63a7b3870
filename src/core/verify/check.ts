import type { Pepper } from "../../platform/secrets/pepper.ts";
import type { Core } from "../core.ts";

/** What a check looks into: a database at rest, at this code's schema, and the pepper that belongs to it. */
export interface Verified extends Pick<Core, "db"> {
  readonly pepper: Pepper;
}

/** Something that must be true of a database, whatever was done to it. */
export interface Check {
  readonly name: string;
  /** What holds when it finds nothing, as the end of a sentence. */
  readonly holds: string;
  /** A sentence for each fault, none when all is well; without personal data. */
  faults(what: Verified): AsyncIterable<string>;
}
