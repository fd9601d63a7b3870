const everywhere: Readonly<Record<string, RegExp>> = {
  "a trigger": /\btrigger\b/i,
  plpgsql: /\bplpgsql\b|\bcreate\s+(or\s+replace\s+)?(function|procedure)\b|\$\$/i,
  "LISTEN or NOTIFY": /\b(listen|unlisten|notify|pg_notify)\b/i,
  "an advisory lock": /\bpg_(try_)?advisory\w*|\badvisory\b/i,
  "a serial": /\b(small|big)?serial[248]?\b|\bnextval\b|\bcreate\s+sequence\b/i,
  "an identity column": /\bgenerated\s+(always|by\s+default)\s+as\s+identity\b/i,
  "an exclusion constraint": /\bexclude\b/i,
  "a deferrable constraint": /\b(deferrable|initially\s+deferred)\b/i,
};
const volatile =
  /\b(now|random|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|gen_random_uuid|uuidv[47]|uuid_generate_v\d)\s*\(|\b(current_timestamp|current_date|current_time|localtime|localtimestamp)\b/i;

/** Text without comments and without what is in quotes. */
export function plainSql(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (found) => (found.startsWith("'") ? "''" : " "));
}

/** What a statement has that does not run everywhere or makes its effect depend on when and where it runs (docs/architecture.md). */
export function forbiddenFaults(sql: string): string[] {
  const plain = plainSql(sql);
  const found = Object.entries(everywhere).flatMap(([name, pattern]) => (pattern.test(plain) ? [name] : []));
  if (/\bupdate\b/i.test(plain) && volatile.test(plain)) found.push("a volatile function in an UPDATE");
  const defaults = [...plain.matchAll(/\bdefault\b([\s\S]*?)(?=,|\bnot\s+null\b|\bcheck\b|\bprimary\b|$)/gi)];
  if (defaults.some(([, value]) => volatile.test(value!))) found.push("a volatile function as a column's default");
  return found;
}
