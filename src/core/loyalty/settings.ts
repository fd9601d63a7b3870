import type { Transaction } from "../../platform/database/transaction.ts";
import { differences, type FieldChanges } from "../audit/change.ts";
import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { raiseDirectoryVersion } from "../organisations/queries.ts";
import type { LoyaltyUser } from "./account.ts";
import { listUsers, lockAccount, raiseAccountVersion } from "./queries.ts";
import { accountSettings, allFields, allStandardFields } from "./users/queries.ts";

/** Under which the audit trail tells of an organisation's settings: each has one. */
const onlyEntityId = 1;

/** What a change of the settings works with. */
export interface Changing {
  readonly tx: Transaction;
  readonly at: Date;
  /** Says that something was replaced though it reads as before, as a secret does; `field` is one of the audited names. */
  readonly renewed: (field: string) => void;
}

/**
 * Changes what is set about the account, its users or its fields, in one write: `work` runs while nobody else changes any of it. What differs afterwards
 * is recorded by itself, under a version one higher, and all processes hear of it within a second. Nothing different: nothing is recorded.
 * The first change tells everything, for what an organisation was made with stands in no trail.
 */
export async function changeAccount<T>(
  core: Core,
  caller: Caller,
  action: string,
  work: (changing: Changing) => Promise<T>,
): Promise<T> {
  const write = newWrite(core);
  return runWrite(core, caller, write, async (tx, record) => {
    const [{ version }] = (await tx.query(lockAccount, [caller.orgId])) as [{ version: number }];
    const before = await auditedSettings(tx, caller.orgId);
    const renewed = new Set<string>();
    const result = await work({ tx, at: write.at, renewed: (field) => void renewed.add(field) });
    const after = await auditedSettings(tx, caller.orgId);
    const changed: FieldChanges = {
      ...Object.fromEntries([...renewed].map((field) => [field, [before[field] ?? null, after[field] ?? null] as const])),
      ...differences(before, after),
    };
    if (Object.keys(changed).length === 0) return result;
    const values = version === 0 ? differences({}, after) : changed;
    record({ entity: "loyalty-account", entityId: onlyEntityId, version: version + 1, action, values });
    tx.send(raiseAccountVersion, [caller.orgId, version + 1, write.at]);
    tx.send(raiseDirectoryVersion, []);
    return result;
  });
}

/** A user's name in the audit trail; names of its fields have no commas. */
export const userField = (userName: string): string => `user ${encodeURIComponent(userName)}`;

/** Everything that is set, as the audit trail tells it: by the name of a setting, a user or a field; secrets as the words none and set. */
async function auditedSettings(tx: Transaction, orgId: number): Promise<Record<string, unknown>> {
  const [[account], users, fields, standard] = await Promise.all([
    tx.query(accountSettings, [orgId]),
    tx.query(listUsers, [orgId]),
    tx.query(allFields, [orgId]),
    tx.query(allStandardFields, [orgId]),
  ]);
  const { details, ...settings } = account!;
  return {
    ...settings,
    ...details,
    ...Object.fromEntries(users.map((user) => [userField(user.userName), auditedUser(user)])),
    ...Object.fromEntries(fields.map(({ subject, number, ...field }) => [`${subject} field ${number}`, field])),
    ...Object.fromEntries(standard.map(({ name, ...field }) => [`standard field ${name}`, field])),
  };
}

function auditedUser({ userName: _, userKeyId: __, hasPassword, hasPin, ...facts }: LoyaltyUser): Record<string, unknown> {
  return { ...facts, password: hasPassword ? "set" : "none", pin: hasPin ? "set" : "none" };
}
