import { type CustomField, readFields } from "../../../core/loyalty/fields.ts";
import { recordCustomer } from "../../../core/loyalty/record.ts";
import type { Permission } from "../../../core/loyalty/roles.ts";
import { type BatchLine, batchLines, type Delimiter, delimiters } from "../batch-lines.ts";
import { type CallContext, defineCall } from "../call.ts";
import { recordInput } from "../customer-fields.ts";
import { inputFromWire } from "../customer-mapping.ts";
import { decode } from "../decode.ts";
import { fail, faultOf } from "../failures.ts";
import { choice, type Field, family, marked, required, secret } from "../fields.ts";
import { element, list, seenText } from "../output.ts";
import { say } from "../texts/text.ts";
import { joiningNames, joiningOf } from "./record_customer.ts";

const mostLines = 5_000;
const mostColumns = 500;

export const customersBatch = defineCall({
  type: "customers_batch",
  purpose: "Adds and changes many customers.",
  permission: "import-customers",
  input: {
    delimiter: marked("willcall", required(choice(Object.keys(delimiters) as Delimiter[], "What stands between the columns"))),
    "profile_header_#": marked(
      "willcall",
      family("The field of record_customer that the column is, custom_field_# included; none for one to pass over", 255),
    ),
    // Among the columns may be passwords, and where tabs divide them blanks count.
    Customers_Data: marked(
      "willcall",
      required(secret("A line for each customer; comma: cells may be quoted as in CSV", 1_048_576)),
    ),
  },
  output: {
    batch: element("What became of it", {
      status: seenText("success, partial when some lines were refused, or error when all were"),
      new_customers: seenText("How many customers were made"),
      customers: seenText("How many lines were recorded, those of new customers included"),
      errors: list("The lines that were refused", "error", {
        line: seenText("The number of the line, from 1"),
        error: seenText("What was wrong with it"),
      }),
    }),
  },
  notes: `Each line is as a call of record_customer by itself, done before the next: what was refused of one leaves the others alone. customer_action may be a column; without it, or where
its cell is empty, a line means edit. A cell that is empty takes away what is there, as in record_customer; cells missing at the end of a line count as not sent. At most ${mostLines} lines; the account's
owner gets no mail. The permission to import stands for those that lines need and the role lacks, but not for those that were taken away from the user.`,
  async handle(context, values) {
    const fields = await readFields(context.core, context.caller.orgId, "customer");
    const columns = columnsOf(values["profile_header_#"], fields);
    const lines = batchLines(values.Customers_Data, values.delimiter, mostLines);
    if (lines.length === 0) fail("missing", { field: "Customers_Data" });
    if (lines.length > mostLines) fail("too-many-lines", { field: "Customers_Data", max: mostLines });
    return { batch: await recordLines(context, fields, columns, lines) };
  },
});

type Columns = readonly (string | undefined)[];

/** The field of each column; undefined: passed over. Fails with missing, unknown-column, column-twice and too-many-columns. */
function columnsOf(headers: Readonly<Record<string, string | null>>, fields: readonly CustomField[]): Columns {
  const columns: (string | undefined)[] = [];
  for (const [number, id] of Object.entries(headers)) {
    const field = `profile_header_${number}`;
    if (Number(number) > mostColumns) fail("too-many-columns", { field, max: mostColumns });
    if (id === null || id.toLowerCase() === "none") {
      columns[Number(number) - 1] ??= undefined;
      continue;
    }
    if (!isField(id, fields)) fail("unknown-column", { field, id });
    if (columns.includes(id)) fail("column-twice", { field, id });
    columns[Number(number) - 1] = id;
  }
  if (columns.every((one) => one === undefined)) fail("missing", { field: "profile_header_1" });
  return columns;
}

const wireNames = new Set(
  (Object.entries(recordInput) as [string, Field][]).flatMap(([name, field]) =>
    field.type === "family" ? [] : [name, ...(field.aliases ?? [])],
  ),
);

function isField(id: string, fields: readonly CustomField[]): boolean {
  const [, number] = /^custom_field_(\d+)$/.exec(id) ?? [];
  return wireNames.has(id) || fields.some((one) => String(one.number) === number);
}

async function recordLines(context: CallContext, fields: readonly CustomField[], columns: Columns, lines: readonly BatchLine[]) {
  const errors: { line: number; error: string }[] = [];
  let [created, recorded] = [0, 0];
  for (const [at, line] of lines.entries()) {
    try {
      const status = await recordLine(context, fields, columns, line);
      recorded++;
      if (status === "new") created++;
    } catch (error) {
      const fault = faultOf(error, joiningNames);
      // What is not the line's own fault ends the batch. What was done is told all the same: nothing of it is to be done again.
      const ends = !fault || fault.http === 503;
      if (ends && recorded === 0) throw error;
      const text = fault
        ? say(context.account.language, fault.text, fault.about)
        : say(context.account.language, "internal", { id: context.caller.requestId });
      if (!fault) context.log.warn({ err: error, requestId: context.caller.requestId }, "a line of a batch failed");
      errors.push(...(ends ? lines.slice(at) : [line]).map((one) => ({ line: one.line, error: text })));
      if (ends) break;
    }
  }
  const status = errors.length === 0 ? "success" : recorded > 0 ? "partial" : "error";
  return { status, new_customers: created, customers: recorded, errors };
}

async function recordLine(
  context: CallContext,
  fields: readonly CustomField[],
  columns: Columns,
  { cells }: BatchLine,
): Promise<"new" | "update"> {
  const { core, caller, account, organisation, user } = context;
  if (!cells) fail("quotes-open", { field: "Customers_Data" });
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== ""))
    fail("too-many-columns", { field: "Customers_Data", max: columns.length });
  const sent = new Map(cells.flatMap((cell, at) => (columns[at] === undefined ? [] : [[columns[at], cell] as const])));
  const values = decode(recordInput, sent);
  const input = { ...inputFromWire(values), tellsOwner: false };
  // What the role lacks the permission to import stands for; what was taken away from the user stays away.
  const may = (one: Permission) => !user.suppressed.includes(one);
  const recording = { account, organisation: organisation.name, fields, may, joining: joiningOf(context, values) };
  return (await recordCustomer(core, caller, recording, values.customer_action ?? values.action ?? "edit", input)).status;
}
