import { newWrite, runWrite } from "../audit/write.ts";
import type { Caller, Core } from "../core.ts";
import { insertNew } from "../customers/add.ts";
import type { CustomerData } from "../customers/customer.ts";
import { noIdentifiers } from "../identity/identifiers.ts";
import { holdCardNumber } from "./queries.ts";

/** A customer as another loyalty system has it. */
export interface LoadedMember {
  readonly customerId: number;
  readonly loyaltyCode: string;
  readonly cardNumber: string | null;
  readonly email: string | null;
  readonly data: CustomerData;
  readonly addedAt: Date;
}

/** Takes a customer over with the numbers that they had. A number in use shows as customers_pkey, a code as isIdentifierTaken. */
export async function loadMember(core: Core, caller: Caller, member: LoadedMember): Promise<void> {
  const { customerId, loyaltyCode, cardNumber, email, data, addedAt } = member;
  await runWrite(core, caller, newWrite(core), async (tx, record) => {
    if (cardNumber !== null) tx.send(holdCardNumber, [caller.orgId, cardNumber]);
    const identifiers = {
      ...noIdentifiers,
      email: email === null ? null : { value: email, valid: true },
      loyaltyCode,
      cardNumber,
    };
    insertNew(tx, record, caller, { customerId, data, identifiers, onAccount: false, addedAt, changedAt: addedAt });
  });
}
