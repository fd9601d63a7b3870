import { codeDigits, freeCardNumber } from "../../../core/loyalty/cards.ts";
import { defineCall } from "../call.ts";
import { generateInput } from "../customer-fields.ts";
import { shapeFromWire } from "../customer-mapping.ts";
import { int } from "../fields.ts";
import { element, outText } from "../output.ts";

const { card_number_prefix, card_number_suffix } = generateInput;

export const generateCardNumber = defineCall({
  type: "generate_card_number",
  purpose: "Makes a card number that nobody has or had.",
  permission: "add-customer",
  input: {
    how_many_digits: int(`Digits in all, prefix and suffix included; 4 to 32, ${codeDigits} unless it is sent`, 4, 32),
    card_number_prefix,
    card_number_suffix,
  },
  output: { customer: element("No customer: none is made", { card_number: outText("The number") }) },
  names: { generate: "how_many_digits" },
  notes: "The number is not reserved: record_customer with card_number_generate makes one and gives it to a customer at once.",
  async handle({ core, caller }, { how_many_digits: card_number_generate = codeDigits, ...ends }) {
    const shape = shapeFromWire({ card_number_generate, ...ends }, "how_many_digits")!;
    return { customer: { card_number: await freeCardNumber(core, caller.orgId, shape) } };
  },
});
