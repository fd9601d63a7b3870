import { isOnAccount } from "../accounts/queries.ts";
import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { readIdentifiers, writeIdentifiers } from "../identity/identifiers.ts";
import { refuse } from "../refusal.ts";
import { lockCurrent, meantFor } from "./change.ts";
import { pinState } from "./customer.ts";
import { updateCustomerPin } from "./queries.ts";

/** Gives a customer a PIN, or takes it away (null). A temporary one must be replaced at its first use. Refuses with customer-not-found. */
export async function setPin(
  core: Core,
  caller: Caller,
  customerId: number,
  pin: string | null,
  temporary: boolean,
): Promise<void> {
  const pinHash = pin === null ? null : await core.hasher.slots.run(() => core.hasher.hash(pin));
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    const row = await lockCurrent(tx, caller.orgId, customerId);
    if (!row) refuse("customer-not-found", { field: "customerId" });
    const version = row.version + 1;
    const isTemporary = temporary && pinHash !== null;
    tx.send(updateCustomerPin, [caller.orgId, row.customer_id, pinHash, isTemporary, version, write.at]);
    const values = { pin: [pinState(row.pin_hash, row.pin_temporary), pinState(pinHash, isTemporary)] as const };
    record({
      entity: "customer",
      entityId: row.customer_id,
      version,
      action: "pin-set",
      values,
      meantFor: meantFor(row, customerId),
    });
  });
}

/** Marks a customer's e-mail as one that mail does or does not reach. Refuses with customer-not-found and no-email. */
export async function setEmailValid(core: Core, caller: Caller, customerId: number, valid: boolean): Promise<void> {
  const write = newWrite(core);
  await runWrite(core, caller, write, async (tx, record) => {
    const row = await lockCurrent(tx, caller.orgId, customerId);
    if (!row) refuse("customer-not-found", { field: "customerId" });
    const [held, onAccount] = await Promise.all([
      readIdentifiers(tx, caller.orgId, row.customer_id),
      tx.query(isOnAccount, [caller.orgId, row.customer_id]),
    ]);
    if (!held.email) refuse("no-email", { field: "email" });
    if (held.email.valid === valid) return;
    const version = row.version + 1;
    const after = { ...held, email: { ...held.email, valid } };
    writeIdentifiers(tx, caller.orgId, row.customer_id, held, after, onAccount.length > 0, write.at);
    tx.send(updateCustomerPin, [caller.orgId, row.customer_id, row.pin_hash, row.pin_temporary, version, write.at]);
    record({
      entity: "customer",
      entityId: row.customer_id,
      version,
      action: "email-state-set",
      values: { emailValid: [!valid, valid] },
      meantFor: meantFor(row, customerId),
    });
  });
}
