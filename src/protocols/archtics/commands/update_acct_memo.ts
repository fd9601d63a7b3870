import { Refusal, refuse } from "../../../core/refusal.ts";
import type { Item } from "../../../core/ticketing/catalogue/kind.ts";
import { note } from "../../../core/ticketing/catalogue/kinds/box-office.ts";
import { openItem } from "../../../core/ticketing/catalogue/read.ts";
import { changeItem } from "../../../core/ticketing/catalogue/store.ts";
import { valuesFor } from "../../../core/ticketing/catalogue/values.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { char, type DecodedFields, integer } from "../fields.ts";

const memo = {
  text: char(4_000, "The note", "observed"),
  note_type: char(20, "Its type", "observed"),
  subject: char(255, "Its subject", "observed"),
  contact_category: char(40, "What the contact was about", "observed"),
  contact_subcategory: char(40, "What it was about, in particular", "observed"),
  contact_response: char(40, "What came of it", "observed"),
  contact_type: char(40, "How the contact was made", "observed"),
  priority: char(20, "How urgent it is", "observed"),
} as const;

/** The catalogue's names of them. */
const fields: Readonly<Record<keyof typeof memo, string>> = {
  text: "text",
  note_type: "type",
  subject: "subject",
  contact_category: "category",
  contact_subcategory: "subcategory",
  contact_response: "response",
  contact_type: "contact_type",
  priority: "priority",
};

export const updateAcctMemo = defineCommand({
  name: "update_acct_memo",
  product: "sth-customer",
  purpose: "Changes a note about an account. What is left out stays; what is sent blank is cleared.",
  family: "memo",
  input: {
    ...commonInput,
    note_id: integer("The note", "observed"),
    acct_id: integer("The account that it is about; when it is sent, another account's note is not found", "observed"),
    ...memo,
  },
  required: ["note_id"],
  output: commonOutput,
  results: {
    ...commonResults,
    5091: { meaning: "A required field is missing, or nothing to change was sent", mark: "willcall" },
    5099: { meaning: "No such note, or it is about another account", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5091, invalid: 9999 },
  async handle({ core, caller }, values) {
    const given = givenOf(values);
    if (Object.keys(given).length === 0) refuseCommand(5091, "text: required, unless another field of the note is sent");
    const noteId = values.note_id!;
    // Whose note it is never changes, so it may be looked at before the write.
    const held = await openItem(core, caller.orgId, note, noteId);
    if (values.acct_id != null && held.account_id !== values.acct_id) refuse("not-there", { field: "note_id" });
    refuseUnfit(given, held);
    await changeItem(core, caller, note, noteId, given);
    return {};
  },
});

function givenOf(values: DecodedFields<typeof memo>): Record<string, unknown> {
  const sent = (Object.keys(fields) as (keyof typeof memo)[]).filter((name) => values[name] !== undefined);
  return Object.fromEntries(sent.map((name) => [fields[name], values[name]]));
}

/** Refuses with 9999 what a note can't hold, by the wire's name of it. */
function refuseUnfit(given: Record<string, unknown>, held: Item): void {
  try {
    valuesFor(note, given, held);
  } catch (error) {
    if (!(error instanceof Refusal) || error.refusal !== "value-invalid") throw error;
    const name = Object.entries(fields).find(([, field]) => field === error.facts.field)?.[0];
    refuseCommand(9999, `${name}: ${error.facts.fault}`);
  }
}
