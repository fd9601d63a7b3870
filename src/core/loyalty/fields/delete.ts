import { newWrite, runWrite } from "../../audit/write.ts";
import type { Caller, Core } from "../../core.ts";
import { type HeldCustomer, holdCustomer, type NextCustomer, writeCustomer } from "../../customers/change.ts";
import { refuse } from "../../refusal.ts";
import type { FieldSubject } from "../fields.ts";
import { customFields } from "../queries.ts";
import { changeAccount } from "../settings.ts";
import { valuesOf } from "../values.ts";
import { customersWithValues, deletedFields, dropFields, markFieldsDeleted } from "./queries.ts";

/** Customers that one transaction takes values from. */
const batch = 500;

/**
 * Deletes fields with their values in every customer (loyalty.md, section 7). From the first write on nobody sees them; when it is interrupted, the next
 * call about fields goes on (finishDeletions). Refuses with field-value for one that is not defined; deletes none then.
 */
export async function deleteFields(core: Core, caller: Caller, subject: FieldSubject, numbers: readonly number[]): Promise<void> {
  await changeAccount(core, caller, "fields-deleted", async ({ tx, at }) => {
    const held = await tx.query(customFields, [caller.orgId, subject]);
    for (const fieldNumber of numbers)
      if (!held.some((one) => one.number === fieldNumber)) refuse("field-value", { fieldNumber, fault: "not-defined" });
    tx.send(markFieldsDeleted, [caller.orgId, subject, numbers, at]);
  });
  await finishDeletions(core, caller, subject);
}

/** Goes on with deletions of fields that have begun and not ended: when this comes back, their values are gone and their numbers free. */
export async function finishDeletions(core: Core, caller: Caller, subject: FieldSubject): Promise<void> {
  const numbers = (await core.db.read(deletedFields, [caller.orgId, subject])).map((row) => row.number);
  if (numbers.length === 0) return;
  if (subject === "customer") await eraseValues(core, caller, numbers);
  await core.db.transaction(async (tx) => tx.send(dropFields, [caller.orgId, subject, numbers]));
}

/** Takes the values of fields from every customer: a write for each few hundred, with a change of each customer. */
export async function eraseValues(core: Core, caller: Caller, numbers: readonly number[]): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await core.db.run(customersWithValues, [caller.orgId, after, numbers.map(String), batch]);
    if (rows.length === 0) return;
    const write = newWrite(core);
    await runWrite(core, caller, write, async (tx, record) => {
      // Sent together they lock in the order of their numbers.
      const customers = await Promise.all(rows.map((row) => holdCustomer(tx, caller.orgId, row.customer_id)));
      for (const held of customers)
        if (held && !held.meantFor) writeCustomer(tx, record, caller, write.at, held, without(held, numbers), "field-deleted");
    });
    if (rows.length < batch) return;
    after = rows.at(-1)!.customer_id;
  }
}

function without({ data, identifiers }: HeldCustomer, numbers: readonly number[]): NextCustomer {
  const left = Object.entries(data.customFields ?? {}).filter(([number]) => !numbers.includes(Number(number)));
  const uniqueValues = identifiers.uniqueValues.filter((one) => !numbers.includes(one.field));
  return {
    data: { ...data, customFields: valuesOf(Object.fromEntries(left)) },
    identifiers: { ...identifiers, uniqueValues },
    nameOptional: true,
  };
}
