import { proveCustomer } from "../../../core/loyalty/prove.ts";
import { customerKeys, defineCall } from "../call.ts";
import { profileInput, secretInput } from "../customer-fields.ts";
import { fail } from "../failures.ts";
import { key } from "../fields.ts";

export const validateCustomerPassword = defineCall({
  type: "validate_customer_password",
  purpose: "Says whether a password or PIN is a customer's.",
  permission: "look-up-customer",
  input: {
    ...customerKeys,
    customer_username: key("The name of the customer's own", 255),
    phone: profileInput.phone,
    ...secretInput,
  },
  output: {},
  notes: `At least one of code, card_number and customer_username, and at least one of customer_password and customer_PIN; all that is sent must be the same customer's.
Five wrong attempts in a row lock the customer's password and PIN for 15 minutes. A customer who does not exist, codes and cards that were replaced, and a card that several customers have
answer the same, in the same time.`,
  async handle({ core, caller }, values) {
    const { code, card_number: card, customer_username: userName, customer_password: password, customer_PIN: pin } = values;
    if (code === undefined && card === undefined && userName === undefined)
      fail("one-of-missing", { values: ["code", "card_number", "customer_username"] });
    if (!password && !pin) fail("one-of-missing", { values: ["customer_password", "customer_PIN"] });
    await proveCustomer(core, caller.orgId, {
      loyaltyCode: code,
      cardNumber: card,
      userName,
      phone: values.phone ?? undefined,
      password: password ?? undefined,
      cardPin: pin ?? undefined,
    });
    return {};
  },
});
