import { Type } from "typebox";
import { setEmailValid, setPin } from "../../../core/customers/staff.ts";
import { defineCall } from "../call.ts";
import { customerShape } from "../customer-shape.ts";
import { customerParams, shownCustomer } from "./customers.ts";

const pinPath = "/customers/{customer_id}/pin";
const closed = { additionalProperties: false } as const;

// What only staff may say of a customer. A PIN goes in and never comes out again: neither in an answer nor in a problem.

export const putPin = defineCall({
  method: "PUT",
  path: pinPath,
  scope: "customers:write",
  summary: "Gives a customer a PIN. Wrong PINs counted so far stay counted, and a locked account stays locked",
  shapes: {
    params: customerParams,
    body: Type.Object(
      {
        pin: Type.String({
          minLength: 1,
          maxLength: 250,
          pattern: "^\\P{Cc}*$",
          writeOnly: true,
          description: "Anything but control characters",
        }),
        temporary: Type.Optional(
          Type.Boolean({ description: "Whether the customer must replace it at its first use; false unless it is sent" }),
        ),
      },
      closed,
    ),
  },
  async handle({ core, caller }, { params, body }) {
    await setPin(core, caller, params.customer_id, body.pin, body.temporary ?? false);
    return undefined;
  },
});

export const deletePin = defineCall({
  method: "DELETE",
  path: pinPath,
  scope: "customers:write",
  summary: "Takes a customer's PIN away",
  shapes: { params: customerParams },
  async handle({ core, caller }, { params }) {
    await setPin(core, caller, params.customer_id, null, false);
    return undefined;
  },
});

export const putEmailState = defineCall({
  method: "PUT",
  path: "/customers/{customer_id}/email-state",
  scope: "customers:write",
  summary: "Says whether mail to a customer's e-mail address arrives",
  shapes: { params: customerParams, body: Type.Object({ valid: Type.Boolean() }, closed), answer: customerShape },
  versioned: true,
  async handle(context, { params, body }) {
    await setEmailValid(context.core, context.caller, params.customer_id, body.valid);
    return shownCustomer(context, params.customer_id);
  },
});
