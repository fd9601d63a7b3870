import { readFields } from "../../../core/loyalty/fields.ts";
import { findMembers } from "../../../core/loyalty/search/words.ts";
import { defineCall } from "../call.ts";
import { text, yes } from "../fields.ts";
import { answerFound, foundOutput } from "../found-customers.ts";

export const customerFind = defineCall({
  type: "customer_find",
  aliases: ["find_customer"],
  purpose: "Finds customers by words, in all of their fields.",
  permission: "look-up-customer",
  input: {
    find_customer: text("Words, of which parts are enough, in any case: blanks mean and, commas or, and and binds tighter", 500),
    include_balances: yes("Y: with balances"),
  },
  output: foundOutput,
  notes: `A customer is found when each word of one of the alternatives is part of one of its fields. Without find_customer all customers are told. Of a text
that is longer than 1,000 characters only those count. When nobody is found the status is error.`,
  async handle(context, values) {
    const { core, caller } = context;
    const fields = await readFields(core, caller.orgId, "customer");
    return answerFound(
      context,
      fields,
      await findMembers(core, caller, fields, values.find_customer ?? ""),
      values.include_balances,
    );
  },
});
