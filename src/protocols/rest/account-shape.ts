import { Type } from "typebox";
import type { AccountRecord } from "../../core/accounts/record.ts";
import { nullable } from "./shapes.ts";

/** An account as the native API has it: everything but the count of wrong PINs, which is the consumer's own affair. */
export const accountShape = Type.Object({
  account_id: Type.Integer(),
  version: Type.Integer({ description: "Goes up with every change, whichever protocol made it; also the ETag" }),
  type: Type.Unsafe<AccountRecord["type"]>({ enum: ["personal", "business"] }),
  status: Type.Unsafe<AccountRecord["status"]>({ enum: ["active", "inactive"] }),
  locked: Type.Boolean({ description: "Whether its consumer is kept out: by staff, or after too many wrong PINs" }),
  primary_customer_id: Type.Integer(),
  names: Type.Array(
    Type.Object({
      customer_id: Type.Integer(),
      nickname: nullable<string>("string", { description: "What the customer calls the account" }),
      order: Type.Integer(),
    }),
    { description: "The customers on it, the primary one included, in their order" },
  ),
  external_id_1: nullable<string>("string"),
  external_id_2: nullable<string>("string"),
  other_info: Type.Record(Type.String(), Type.String(), { description: "Free text by number, 1 to 20" }),
  groups: Type.Array(Type.Object({ group_id: Type.Integer(), name: Type.String() })),
  created_at: Type.String({ format: "date-time" }),
  updated_at: Type.String({ format: "date-time" }),
});

/** The core's account as the wire's. */
export function accountToWire(account: AccountRecord) {
  const { accountId, version, type, status, locked, primaryCustomerId, names, groups } = account;
  return {
    account_id: accountId,
    version,
    type,
    status,
    locked,
    primary_customer_id: primaryCustomerId,
    names: names.map(({ customerId, nickname, order }) => ({ customer_id: customerId, nickname, order })),
    external_id_1: account.externalId1,
    external_id_2: account.externalId2,
    other_info: { ...account.otherInfo },
    groups: groups.map(({ groupId, name }) => ({ group_id: groupId, name })),
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}
