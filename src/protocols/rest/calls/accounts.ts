import { Type } from "typebox";
import { setLock } from "../../../core/accounts/lock.ts";
import { addName } from "../../../core/accounts/names.ts";
import { type AccountRecord, findAccount, listAccountsOf } from "../../../core/accounts/record.ts";
import { refuse } from "../../../core/refusal.ts";
import { accountShape, accountToWire } from "../account-shape.ts";
import { defineCall, type NativeContext } from "../call.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { number, text } from "../shapes.ts";
import { customerParams } from "./customers.ts";

const accountParams = Type.Object({ account_id: number() });
const lockPath = "/accounts/{account_id}/lock";

/** Who is on an account, and what they call it, is read with it. */
function noted({ caller, reads }: NativeContext, account: AccountRecord): AccountRecord {
  for (const { customerId } of account.names) reads.note(caller, customerId);
  return account;
}

async function shown(context: NativeContext, accountId: number) {
  const found = (await findAccount(context.core, context.caller, accountId)) ?? refuse("account-not-found");
  return accountToWire(noted(context, found));
}

export const getAccount = defineCall({
  method: "GET",
  path: "/accounts/{account_id}",
  scope: "customers:read",
  summary: "One account, with the customers on it",
  shapes: { params: accountParams, answer: accountShape },
  versioned: true,
  handle: (context, { params }) => shown(context, params.account_id),
});

export const listCustomerAccounts = defineCall({
  method: "GET",
  path: "/customers/{customer_id}/accounts",
  scope: "customers:read",
  summary: "The accounts that a customer is on, in the order of their numbers",
  shapes: { params: customerParams, query: listQuery({}), answer: listAnswer(accountShape) },
  async handle(context, { params, query }) {
    const { core, caller } = context;
    // A cursor is good for the customer whose accounts it was given for.
    const list = { ...query, ...params };
    const after = placeOf<number>(context, list) ?? 0;
    const found = await listAccountsOf(core, caller, params.customer_id, after, query.limit + 1);
    const rows = found ?? refuse("customer-not-found");
    return pageOf(
      context,
      list,
      rows,
      (one) => accountToWire(noted(context, one)),
      ({ accountId }) => accountId,
    );
  },
});

export const postAccountCustomer = defineCall({
  method: "POST",
  path: "/accounts/{account_id}/customers",
  scope: "customers:write",
  summary: "Puts a customer on a further account, whose primary customer stays the same",
  shapes: {
    params: accountParams,
    body: Type.Object(
      {
        customer_id: number(),
        nickname: Type.Optional(text(100, "What the customer calls the account")),
        order: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 1_000_000,
            description: "Its place among the names; else behind those that are there",
          }),
        ),
      },
      { additionalProperties: false },
    ),
    answer: accountShape,
  },
  versioned: true,
  async handle(context, { params, body }) {
    const { core, caller } = context;
    const { customer_id: customerId, nickname = null, order } = body;
    await addName(core, caller, { accountId: params.account_id, customerId, nickname, order });
    return shown(context, params.account_id);
  },
});

export const putLock = defineCall({
  method: "PUT",
  path: lockPath,
  scope: "customers:write",
  summary: "Locks an account against its consumer; wrong PINs count from nought",
  shapes: { params: accountParams, answer: accountShape },
  versioned: true,
  async handle(context, { params }) {
    await setLock(context.core, context.caller, params.account_id, true);
    return shown(context, params.account_id);
  },
});

export const deleteLock = defineCall({
  method: "DELETE",
  path: lockPath,
  scope: "customers:write",
  summary: "Lifts an account's lock; wrong PINs count from nought",
  shapes: { params: accountParams },
  async handle({ core, caller }, { params }) {
    await setLock(core, caller, params.account_id, false);
    return undefined;
  },
});
