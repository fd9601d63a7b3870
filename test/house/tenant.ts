import { type Reference, read, type Scope, sqlTokens } from "./statement-reader.ts";

/**
 * What keeps a statement from being one organisation's: a line for each reference to a table of `tenant` whose org_id is not tied to
 * the parameter $1, directly or through another reference's org_id. It reads the statements of this repository, not all of SQL.
 */
export function tenantFaults(sql: string, tenant: ReadonlySet<string>): string[] {
  const tokens = sqlTokens(sql);
  const { references, facts, faults } = read(tokens, tenant);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { scope, alias, other } of facts) {
      const mine = resolve(scope, alias);
      const theirs = "alias" in other ? resolve(scope, other.alias) : [];
      const known = "parameter" in other || theirs.some((one) => one.bound);
      if (known) for (const one of mine) [changed, one.bound] = [changed || !one.bound, true];
      if (mine.some((one) => one.bound)) for (const one of theirs) [changed, one.bound] = [changed || !one.bound, true];
    }
  }
  const free = references.filter((one) => tenant.has(one.table) && !one.bound);
  return [
    ...faults,
    ...free.map(({ table, alias }) => `${table}${alias === table ? "" : ` ${alias}`}: org_id is not bound to $1`),
  ];
}

/** The references that a name means in a scope: the innermost that bears it, or without one those of the innermost that has any. */
function resolve(scope: Scope, alias: string | undefined): Reference[] {
  for (let one: Scope | undefined = scope; one; one = one.parent) {
    const found = one.references.filter((reference) => alias === undefined || reference.alias === alias);
    if (found.length > 0) return found;
  }
  return [];
}
