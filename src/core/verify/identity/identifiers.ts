import { newIdentifiers, toIdentifiers } from "../../identity/identifiers.ts";
import { identifierColumns } from "../../identity/queries.ts";
import { type Check, organisationsOf, type Verified } from "../check.ts";
import { type HeldIdentifier, identifiersAfter } from "./queries.ts";

const batch = 5_000;
const [keyAt, exclusiveAt] = [identifierColumns.indexOf("value_key"), identifierColumns.indexOf("exclusive")];

/** Who is looked for by something is found by it, and nobody else is. */
export const identifiersCheck: Check = {
  name: "identifiers",
  holds: "each identifier is a customer's, compares as it should, and is borne by one where it must be",
  async *faults(what) {
    for (const { orgId, slug } of await organisationsOf(what))
      for await (const fault of faultsOf(what, orgId)) yield `${slug}: ${fault}`;
  },
};

async function* faultsOf({ db, looked }: Verified, orgId: number): AsyncGenerator<string> {
  /** The one who alone may bear what the last rows are. */
  let sole: HeldIdentifier | undefined;
  for (let after: readonly unknown[] = ["", "", 0, ""]; ; ) {
    const rows = await db.read(identifiersAfter, [orgId, ...after, batch]);
    looked?.(rows.length);
    for (const row of rows) {
      const { kind, customer_id: id } = row;
      const { key, exclusive } = expected(row);
      if (!row.is_there) yield `customer ${id}, who is not there, has an identifier (${kind})`;
      if (row.value_key !== key) yield `customer ${id} has an identifier (${kind}) that does not compare as its value does`;
      if (row.exclusive !== exclusive)
        yield `customer ${id} has an identifier (${kind}) that is ${exclusive ? "not " : ""}theirs alone, and should${exclusive ? "" : " not"} be`;
      if (!exclusive) continue;
      if (sole && sole.kind === kind && sole.value_key === row.value_key)
        yield `customers ${sole.customer_id} and ${id} have the same identifier (${kind}), which must be one's alone`;
      sole = row;
    }
    if (rows.length < batch) break;
    const { kind, value_key: key, customer_id: id, type } = rows.at(-1)!;
    after = [kind, key, id, type];
  }
}

/** As it would be written now, by the one rule for that. */
function expected(row: HeldIdentifier): { readonly key: unknown; readonly exclusive: unknown } {
  const columns = newIdentifiers(toIdentifiers([row]), row.on_account);
  return { key: columns[keyAt]![0], exclusive: columns[exclusiveAt]![0] };
}
