import type { Fields } from "./field.ts";
import type { Kind } from "./kind.ts";

/** What only the system says of a thing. */
const own = new Set(["built_in"]);

/** The fields of a kind that people may set. */
export function settable({ fields }: Kind): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !own.has(name)));
}
