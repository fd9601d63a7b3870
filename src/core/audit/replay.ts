import type { FieldChanges } from "./change.ts";
import type { AuditedChange } from "./queries.ts";

/** What the audit trail says an entity is: field to value; what is null is left out. */
export type Replayed = Record<string, unknown>;

/** Every entity as the trail tells it, by "entity number", and what did not fit: a sentence each. */
export interface Replay {
  readonly entities: Map<string, Replayed>;
  /** Fields of entities whose last value has been erased: the trail tells no more what they are. */
  readonly erased: Map<string, ReadonlySet<string>>;
  readonly faults: string[];
}

/** Secrets that a new customer without them is not told to lack: the first change of one says that there was none. */
const untold = ["password", "cardPin"];

/**
 * Rebuilds the entities from their changes, which must come in order. A change that does not begin where the one before ended is a fault, but for fields
 * of which the one before has been erased: they begin anew.
 */
export async function replay(changes: AsyncIterable<AuditedChange>): Promise<Replay> {
  const entities = new Map<string, Replayed>();
  const erased = new Map<string, Set<string>>();
  const versions = new Map<string, number>();
  const faults: string[] = [];
  for await (const change of changes) {
    const name = `${change.entity} ${change.entity_id}`;
    const expected = (versions.get(name) ?? 0) + 1;
    if (change.version !== expected)
      faults.push(`change ${change.seq}: ${name} goes to version ${change.version} instead of ${expected}`);
    versions.set(name, change.version);
    const gone = erased.get(name) ?? new Set<string>();
    if (change.field_values === null) {
      erased.set(name, gone);
      for (const field of change.fields) {
        gone.add(field);
        delete entities.get(name)?.[field];
      }
      continue;
    }
    const state = entities.get(name) ?? {};
    entities.set(name, state);
    for (const [field, [before, after]] of Object.entries(JSON.parse(change.field_values) as FieldChanges)) {
      const isAnew = gone.delete(field);
      const held = state[field] ?? (untold.includes(field) && before === "none" ? "none" : null);
      if (!isAnew && JSON.stringify(held) !== JSON.stringify(before))
        faults.push(`change ${change.seq}: ${name}'s ${field} was something else before`);
      if (after === null) delete state[field];
      else state[field] = after;
    }
  }
  return { entities, erased, faults };
}
