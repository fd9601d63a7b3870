import { differences } from "../audit/change.ts";
import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { lockCurrent, meantFor } from "../customers/change.ts";
import { refuseMissingName } from "../customers/rules.ts";
import { isIdentifierTaken, readIdentifiers, writeIdentifiers } from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { auditedNames } from "./account.ts";
import { insertAccountName, isOnAccount, lockAccountRow, namesOnAccount, touchAccount } from "./queries.ts";

export interface NewName {
  readonly accountId: number;
  readonly customerId: number;
  readonly nickname: string | null;
  /** Its place in the list of the customer's accounts; without it behind the names that are there. */
  readonly order?: number;
}

/**
 * Puts an existing customer on a further account. Refuses with account-not-found, customer-not-found, name-already-on-account, and
 * with email-in-use when the customer was on no account yet and somebody who is has their e-mail.
 */
export async function addName(core: Core, caller: Caller, input: NewName): Promise<void> {
  const { accountId, nickname } = input;
  const write = newWrite(core);
  try {
    await runWrite(core, caller, write, async (tx, record) => {
      const [account] = await tx.query(lockAccountRow, [caller.orgId, accountId]);
      if (!account) refuse("account-not-found", { field: "accountId" });
      const [names, customer] = await Promise.all([
        tx.query(namesOnAccount, [caller.orgId, accountId]),
        lockCurrent(tx, caller.orgId, input.customerId),
      ]);
      if (!customer) refuse("customer-not-found", { field: "customerId" });
      const customerId = customer.customer_id;
      if (names.some((name) => name.customer_id === customerId)) refuse("name-already-on-account", { field: "customerId" });
      refuseMissingName(customer);
      const order = input.order ?? Math.max(0, ...names.map((name) => name.nickname_order)) + 1;
      const version = account.version + 1;
      const [identifiers, before] = await Promise.all([
        readIdentifiers(tx, caller.orgId, customerId),
        tx.query(isOnAccount, [caller.orgId, customerId]),
      ]);
      const cameFrom = meantFor(customer, input.customerId) ?? null;
      tx.send(insertAccountName, [caller.orgId, accountId, customerId, nickname, order, cameFrom]);
      tx.send(touchAccount, [caller.orgId, accountId, version, write.at]);
      // On an account the e-mail becomes the customer's alone.
      writeIdentifiers(tx, caller.orgId, customerId, identifiers, identifiers, true, write.at, before.length > 0);
      const after = [...names, { customer_id: customerId, nickname, nickname_order: order }];
      record({
        entity: "account",
        entityId: accountId,
        version,
        action: "name-added",
        values: differences(auditedNames(names), auditedNames(after)),
      });
    });
  } catch (error) {
    if (isIdentifierTaken(error)) refuse("email-in-use", { field: "email" });
    throw error;
  }
}
