import type { Transaction } from "../../../platform/database/transaction.ts";
import { differences, type FieldChanges } from "../../audit/change.ts";
import type { Record as RecordChange } from "../../audit/write.ts";
import { type CustomerData, customerFields, pinState } from "../../customers/customer.ts";
import { type CustomerRow, updateCustomerRow } from "../../customers/queries.ts";
import { gramsOf } from "../../customers/search-grams.ts";
import { type Identifiers, noIdentifiers, writeIdentifiers } from "../identifiers.ts";
import type { JournalSide, Secrets } from "./journal.ts";
import { type Later, lastSecrets, type Parted, runsOf, type Secret } from "./later-writes.ts";
import { clearMergedInto, type DefinedField, type StampedIdentifier } from "./queries.ts";
import { stamp } from "./stamps.ts";
import { after, type Told, tell, untell, withFieldsOf } from "./told.ts";

/** Everything that the undoing of a merge goes by. */
export interface Undoing {
  readonly survivorId: number;
  readonly loserId: number;
  /** The loser's and those that led to it. */
  readonly numbers: readonly number[];
  readonly led: readonly number[];
  /** The rows as they are. */
  readonly survivorRow: CustomerRow;
  readonly loserRow: CustomerRow;
  /** What the survivor is found by now. */
  readonly identifiers: Identifiers;
  readonly stamps: readonly StampedIdentifier[];
  /** The two as they were. */
  readonly survivor: JournalSide;
  readonly loser: JournalSide;
  readonly primaryOf: ReadonlySet<number>;
  readonly later: Parted;
  readonly mergedAt: Date;
  /** The organisation's fields, by number, as they are defined now. */
  readonly fields: ReadonlyMap<number, DefinedField>;
}

interface Side {
  readonly data: CustomerData;
  readonly identifiers: Identifiers;
}

/** A state of the loser, and whom the writes that led to it were meant for. */
interface Step extends Side {
  readonly told: Told;
  readonly meantFor: number | null;
  readonly changes: readonly Later[];
}

/** How the two are to be. The loser's steps: as it was and what was meant for itself, then what was meant for who led to it, and so on. */
export interface Wanted {
  readonly survivor: Side;
  readonly loser: Side & { readonly steps: readonly Step[] };
}

/** Works out what both are to be, from what they were and what was written since. Values of fields that have been deleted since go with them. */
export function wanted({ survivor, loser, later, loserId, mergedAt, fields }: Undoing): Wanted {
  const unique = new Set([...fields.values()].filter((field) => field.unique).map((field) => field.number));
  const were = ({ data, identifiers }: JournalSide) => withFieldsOf(tell(data, identifiers), fields, mergedAt);
  const settle = (told: Told) => {
    const side = untell(told, unique);
    return { ...side, told: tell(side.data, side.identifiers) };
  };
  const play = (told: Told, changes: readonly Later[]) =>
    changes.reduce((held, { at, values }) => settle(withFieldsOf(after(held, values), fields, at)).told, told);
  const runs = runsOf(later.loser);
  if (runs[0]?.[0]?.meantFor !== loserId) runs.unshift([]);
  const steps: Step[] = [];
  for (const changes of runs) {
    const from = steps.at(-1)?.told ?? were(loser);
    steps.push({ ...settle(play(from, changes)), meantFor: changes[0]?.meantFor ?? loserId, changes });
  }
  const last = steps.at(-1)!;
  return {
    survivor: settle(play(were(survivor), later.survivor)),
    loser: { data: last.data, identifiers: last.identifiers, steps },
  };
}

/** Gives the survivor back what it was found by, with what was written of its own since. */
export function restoreSurvivor(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  undoing: Undoing,
  { data, identifiers }: Side,
  onAccount: { readonly survivor: boolean; readonly before: boolean },
): void {
  const { survivorId, survivorRow: row, survivor } = undoing;
  const last = lastSecrets(undoing.later);
  const keeps = (secret: Secret): boolean => {
    const by = last.get(secret);
    return by !== undefined && undoing.later.survivor.includes(by);
  };
  const secrets = taking(survivor.secrets, row, keeps);
  const version = row.version + 1;
  update(tx, orgId, survivorId, version, at, secrets, { data, identifiers });
  writeIdentifiers(tx, orgId, survivorId, undoing.identifiers, identifiers, onAccount.survivor, at, onAccount.before);
  stamp(tx, orgId, survivorId, survivor.stamps);
  const now = tell(pick(row), undoing.identifiers);
  const values = { ...differences(now, tell(data, identifiers)), ...secretChanges(row, secrets) };
  record({ entity: "customer", entityId: survivorId, version, action: "merge-undone", values, meantFor: undoing.loserId });
}

/** Makes the loser itself again, with what was meant for it since; what was meant for who led to it is told apart, for their own undoing. */
export function restoreLoser(
  tx: Transaction,
  record: RecordChange,
  orgId: number,
  at: Date,
  undoing: Undoing,
  { data, identifiers, steps }: Wanted["loser"],
  onAccount: boolean,
): void {
  const { loserId, survivorId, survivorRow, loserRow } = undoing;
  const last = lastSecrets(undoing.later);
  let version = loserRow.version;
  let secrets: Secrets = loserRow;
  let told: Told = tell(undoing.loser.data, noIdentifiers);
  for (const [place, step] of steps.entries()) {
    version++;
    const set = taking(secrets, survivorRow, (secret) => step.changes.includes(last.get(secret)!));
    const values: FieldChanges = {
      ...differences(told, step.told),
      ...secretChanges(secrets, set),
      ...(place === 0 && { mergedInto: [survivorId, null] as const }),
    };
    const meantFor = step.meantFor === loserId ? undefined : (step.meantFor ?? undefined);
    record({
      entity: "customer",
      entityId: loserId,
      version,
      action: place === 0 ? "merge-undone" : "handed-on",
      values,
      meantFor,
    });
    [secrets, told] = [set, step.told];
  }
  update(tx, orgId, loserId, version, at, secrets, { data, identifiers });
  tx.send(clearMergedInto, [orgId, loserId]);
  writeIdentifiers(tx, orgId, loserId, noIdentifiers, identifiers, onAccount, at);
  const had = new Set(undoing.loser.stamps.map(keyOf));
  const since = undoing.stamps
    .filter((one) => !had.has(keyOf(one)))
    .map((one) => ({ ...one, came_from: undoing.led.includes(one.came_from!) ? one.came_from : null }));
  stamp(tx, orgId, loserId, [...since, ...undoing.loser.stamps]);
}

const keyOf = ({ kind, type, value_key }: StampedIdentifier): string => JSON.stringify([kind, type, value_key]);

function pick(row: CustomerRow): CustomerData {
  return Object.fromEntries(customerFields.map((field) => [field, row[field]])) as unknown as CustomerData;
}

/** The secrets of `held`, but for those that `takes` says are `other`'s. */
function taking(held: Secrets, other: Secrets, takes: (secret: Secret) => boolean): Secrets {
  const pin = takes("pin") ? other : held;
  return {
    pin_hash: pin.pin_hash,
    pin_temporary: pin.pin_temporary,
    password_hash: (takes("password") ? other : held).password_hash,
    card_pin_hash: (takes("cardPin") ? other : held).card_pin_hash,
  };
}

/** What the change log tells of secrets that differ. */
function secretChanges(from: Secrets, to: Secrets): FieldChanges {
  const state = (hash: string | null) => (hash === null ? "none" : "set");
  const values: Record<string, readonly [unknown, unknown]> = {};
  const isSame = from.pin_hash === to.pin_hash && from.pin_temporary === to.pin_temporary;
  if (!isSame) values.pin = [pinState(from.pin_hash, from.pin_temporary), pinState(to.pin_hash, to.pin_temporary)];
  if (from.password_hash !== to.password_hash) values.password = [state(from.password_hash), state(to.password_hash)];
  if (from.card_pin_hash !== to.card_pin_hash) values.cardPin = [state(from.card_pin_hash), state(to.card_pin_hash)];
  return values;
}

function update(
  tx: Transaction,
  orgId: number,
  customerId: number,
  version: number,
  at: Date,
  secrets: Secrets,
  { data, identifiers }: Side,
): void {
  tx.send(updateCustomerRow, [
    orgId,
    customerId,
    secrets.pin_hash,
    secrets.pin_temporary,
    version,
    at,
    secrets.password_hash,
    secrets.card_pin_hash,
    gramsOf(orgId, data, identifiers),
    ...customerFields.map((field) => data[field]),
  ]);
}
