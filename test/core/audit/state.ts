import { auditedAccount, auditedNames } from "../../../src/core/accounts/account.ts";
import { customerColumns, customerFields } from "../../../src/core/customers/customer.ts";
import { auditedIdentifiers, toIdentifiers } from "../../../src/core/identity/identifiers.ts";
import { type ConnectionTarget, connect } from "../../../src/platform/database/connection.ts";
import { allAccounts, allCustomers, allGroups, allIdentifiers, allNames } from "./queries.ts";

type Row = Record<string, unknown>;

/** The organisation's customers and accounts as the audit should tell them, read from the tables themselves; secrets by their state. */
export async function auditedState(target: ConnectionTarget, orgId: number): Promise<Map<string, Row>> {
  const client = await connect(target, "test");
  const read = async (text: string): Promise<Row[]> => (await client.query(text, [orgId])).rows;
  const [customers, identifiers, accounts, names, groups] = await Promise.all(
    [allCustomers, allIdentifiers, allAccounts, allNames, allGroups].map(read),
  );
  await client.end();
  const state = new Map<string, Row>();
  for (const row of customers!) {
    const own = identifiers!.filter((one) => one.customer_id === row.customer_id);
    const known = toIdentifiers(own as never);
    const pin = row.pin_hash === null ? "none" : row.pin_temporary ? "temporary" : "set";
    const [password, cardPin] = [row.password_hash, row.card_pin_hash].map((hash) => (hash === null ? null : "set"));
    const secrets = { password, cardPin };
    const data = Object.fromEntries(customerFields.map((field) => [field, row[customerColumns[field]]]));
    state.set(`customer ${row.customer_id}`, {
      ...data,
      ...auditedIdentifiers(known),
      pin,
      ...secrets,
      mergedInto: row.merged_into,
    });
  }
  for (const row of accounts!) {
    const on = names!.filter((one) => one.account_id === row.account_id) as never;
    const inGroups = groups!.filter((one) => one.account_id === row.account_id).map((one) => one.group_id);
    state.set(`account ${row.account_id}`, {
      primaryCustomerId: row.primary_customer_id,
      type: row.type,
      status: row.status,
      locked: row.locked,
      groups: inGroups.length ? inGroups : null,
      ...auditedAccount({ externalId1: row.external_id_1, externalId2: row.external_id_2, otherInfo: row.other_info } as never),
      ...auditedNames(on),
    });
  }
  for (const entity of state.values())
    for (const [field, value] of Object.entries(entity)) if (value === null) delete entity[field];
  return state;
}
