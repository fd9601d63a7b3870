import { directoryTables } from "./directory-tables.ts";

/** A table in a statement, under the name it bears there. */
export interface Reference {
  readonly table: string;
  readonly alias: string;
  bound: boolean;
}

/** What stands between parentheses, or the whole statement. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** The word before the parenthesis. */
  readonly opener: string;
  readonly references: Reference[];
  hasOr: boolean;
}

/** A condition on org_id. */
export interface Fact {
  readonly scope: Scope;
  readonly alias: string | undefined;
  /** The other side: $1, or another reference's org_id. */
  readonly other: { readonly parameter: true } | { readonly alias: string };
}

/** A statement's words and signs, in lower case but for what is quoted; comments are left out. */
export function sqlTokens(sql: string): string[] {
  const found = sql.match(/--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\d+|::|<>|!=|<=|>=|[A-Za-z_]\w*|\d+(?:\.\d+)?|\S/g) ?? [];
  return found.filter((one) => !one.startsWith("--")).map((one) => (/^['"]/.test(one) ? one : one.toLowerCase()));
}

const notAnAlias = new Set(
  "where join left right inner full cross on set order group limit for using values select returning union intersect except having offset natural lateral default overriding when then and or do window fetch from".split(
    " ",
  ),
);
const isName = (token: string | undefined): token is string => /^([a-z_]\w*|".*")$/.test(token ?? "");

/** Reads a statement: the tables in it, what it says about org_id, and what is wrong on the face of it. */
export function read(
  tokens: readonly string[],
  tenant: ReadonlySet<string>,
): { references: Reference[]; facts: Fact[]; faults: string[] } {
  const references: Reference[] = [];
  const facts: Fact[] = [];
  const faults: string[] = [];
  let scope: Scope = { parent: undefined, opener: "", references: [], hasOr: false };
  const refer = (table: string, alias: string, bound: boolean): void => {
    const reference = { table, alias, bound: bound || (!tenant.has(table) && !(table in directoryTables)) };
    references.push(reference);
    scope.references.push(reference);
  };
  for (let at = 0; at < tokens.length; at++) {
    const [token, before = ""] = [tokens[at]!, tokens[at - 1]];
    if (token === "(") scope = { parent: scope, opener: before, references: [], hasOr: false };
    else if (token === ")") {
      scope = scope.parent ?? scope;
      const alias = tokens[at + 1] === "as" ? tokens[at + 2] : tokens[at + 1];
      // A subquery in FROM: its own references are judged for themselves.
      if (isName(alias) && !notAnAlias.has(alias)) refer("(", alias, true);
    } else if (["union", "intersect", "except"].includes(token)) scope = { ...scope, references: [], hasOr: false };
    else if (token === "or") scope.hasOr = true;
    else if (token === "org_id") readFact(tokens, at, scope, facts, faults);
    else if (startsReference(tokens, at, scope)) {
      do {
        at++;
        while (tokens[at] === "only" || tokens[at] === "lateral") at++;
        const table = tokens[at];
        if (!isName(table)) {
          at--;
          break;
        }
        const named = tokens[at + 1] === "as" ? at + 2 : at + 1;
        const alias = isName(tokens[named]) && !notAnAlias.has(tokens[named]!) ? tokens[named]! : table;
        if (token === "into" && tenant.has(table)) faults.push(...insertFaults(tokens, at, table));
        refer(table, alias, token === "into");
        if (alias !== table) at = named;
      } while (token === "from" && tokens[at + 1] === "," && at++);
    }
  }
  return { references, facts, faults };
}

function startsReference(tokens: readonly string[], at: number, scope: Scope): boolean {
  const before = tokens[at - 1] ?? "";
  if (tokens[at] === "join" || tokens[at] === "into") return true;
  if (tokens[at] === "from") return before !== "distinct" && !["extract", "substring", "trim", "overlay"].includes(scope.opener);
  return tokens[at] === "update" && before !== "for" && before !== "do";
}

/** [alias.]org_id = $1, or = other.org_id, as a condition that must hold. */
function readFact(tokens: readonly string[], at: number, scope: Scope, facts: Fact[], faults: string[]): void {
  const qualified = tokens[at - 1] === ".";
  const start = qualified ? at - 2 : at;
  if (tokens[at + 1] !== "=") return;
  if (["set", ","].includes(tokens[start - 1] ?? "")) faults.push("org_id is never changed");
  if (!["where", "on", "and", "("].includes(tokens[start - 1] ?? "")) return;
  for (let one: Scope | undefined = scope; one; one = one.references.length > 0 ? undefined : one.parent)
    if (one.hasOr || one.opener === "not") return;
  if (tokens.slice(at).includes("or") && orFollows(tokens, at)) return;
  const alias = qualified ? tokens[at - 2] : undefined;
  if (tokens[at + 2] === "$1") facts.push({ scope, alias, other: { parameter: true } });
  else if (tokens[at + 3] === "." && tokens[at + 4] === "org_id") facts.push({ scope, alias, other: { alias: tokens[at + 2]! } });
}

/** Whether an OR stands further on in the same parentheses. */
function orFollows(tokens: readonly string[], from: number): boolean {
  let depth = 0;
  for (const token of tokens.slice(from)) {
    if (token === "(") depth++;
    else if (token === ")" && depth-- === 0) return false;
    else if (token === "or" && depth === 0) return true;
  }
  return false;
}

function insertFaults(tokens: readonly string[], at: number, table: string): string[] {
  const ends = tokens.indexOf(")", at);
  if (tokens[at + 1] !== "(" || tokens[at + 2] !== "org_id") return [`${table}: org_id is not the first column inserted`];
  const fault = [`${table}: the org_id inserted is not $1`];
  if (tokens[ends + 1] === "select") return tokens[ends + 2] === "$1" && tokens[ends + 3] === "," ? [] : fault;
  if (tokens[ends + 1] !== "values") return fault;
  let depth = 0;
  for (let i = ends + 2; i < tokens.length && (depth > 0 || tokens[i] === "(" || tokens[i] === ","); i++) {
    if (tokens[i] === "(" && depth++ === 0 && (tokens[i + 1] !== "$1" || tokens[i + 2] !== ",")) return fault;
    if (tokens[i] === ")") depth--;
  }
  return [];
}
