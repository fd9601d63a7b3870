import { type BatchEntry, type BatchOutcome, recordBatch } from "../../../core/loyalty/ledger/batch.ts";
import { type BatchLine, batchLines, type Delimiter, delimiters } from "../batch-lines.ts";
import { type CallContext, defineCall, onceInput } from "../call.ts";
import { fail } from "../failures.ts";
import { choice, family, key, marked, required, secret, yes } from "../fields.ts";
import { doUnder } from "../once.ts";
import { element, list, seenText } from "../output.ts";
import { say } from "../texts/text.ts";
import { type BatchSettings, columnNames, columnsOf, entriesOf, newCustomers, type Told, tell } from "../transaction-lines.ts";

const mostLines = 5_000;
/** How many lines are one write. */
const together = 100;

export const batchTransactions = defineCall({
  type: "batch_transactions",
  purpose: "Records many transactions.",
  permission: "import-transactions",
  input: {
    delimiter: required(choice(Object.keys(delimiters) as Delimiter[], "What stands between the columns")),
    "visits_header_#": family(`What the column is: ${columnNames.join(", ")}; none for one to pass over`, 64),
    Visits_Data: required(secret("A line for each transaction; comma: cells may be quoted as in CSV", 1_048_576)),
    campaign_id: marked("willcall", key("The campaign of the lines that name none")),
    apply_ratio: yes("Yes: amounts are money spent in points campaigns, and rewards' ids where points are redeemed"),
    create_new_customers: yes("Y: a code that is nobody's makes a customer"),
    "allow-undo": yes("Accepted, and without effect: transactions are deleted one by one"),
    "no-undo": yes("The same"),
    ...onceInput,
  },
  output: {
    batch: element("What became of it", {
      status: seenText("success, partial when some lines were refused, or error when all were"),
      new_customers: seenText("How many customers were made"),
      customers: seenText("How many customers there were transactions for"),
      transactions: seenText("How many transactions were recorded"),
      errors: list("The lines that were refused", "error", {
        line: seenText("The number of the line, from 1"),
        error: seenText("What was wrong with it"),
      }),
    }),
  },
  notes: `What was refused of one line leaves the others alone. Without \`apply_ratio\` an amount is what it adds or takes: points, events, money or items; in a buyx campaign a line may name the
item in \`service_product\`, and must where the campaign has several. A line that is redeemed (Y) takes. Dates are MM/DD/YYYY or YYYY-MM-DD, with a time or without, in the
organisation's time zone; a line without one is of now, and none may lie ahead. At most ${mostLines} lines; each ${together} are one write.`,
  async handle(context, values) {
    const columns = columnsOf(values["visits_header_#"], values.campaign_id);
    const lines = batchLines(values.Visits_Data, values.delimiter, mostLines);
    if (lines.length === 0) fail("missing", { field: "Visits_Data" });
    if (lines.length > mostLines) fail("too-many-lines", { field: "Visits_Data", max: mostLines });
    const settings: BatchSettings = { columns, campaignId: values.campaign_id, applyRatio: values.apply_ratio };
    const told: Told = { recorded: 0, created: 0, members: new Set(), errors: [] };
    for (let at = 0; at < lines.length; at += together) {
      const part = lines.slice(at, at + together);
      try {
        const entries = await entriesOf(context, settings, part, told);
        if (values.create_new_customers) await newCustomers(context, entries, told);
        tell(context, entries, await recordPart(context, values.idempotency_key, [settings, part], entries), told);
      } catch (error) {
        // What was done is told all the same: nothing of it is to be done again.
        if (told.recorded === 0) throw error;
        const text = say(context.account.language, "unavailable");
        const known = new Set(told.errors.map((one) => one.line));
        told.errors.push(...lines.slice(at).flatMap(({ line }) => (known.has(line) ? [] : [{ line, error: text }])));
        context.log.warn({ err: error, requestId: context.caller.requestId }, "a batch ended early");
        break;
      }
    }
    const { recorded, created, members, errors } = told;
    const status = errors.length === 0 ? "success" : recorded > 0 ? "partial" : "error";
    errors.sort((a, b) => a.line - b.line);
    return { batch: { status, new_customers: created, customers: members.size, transactions: recorded, errors } };
  },
});

/** Records some lines in one write, once under the caller's key. */
function recordPart(
  context: CallContext,
  key: string | undefined,
  request: readonly [BatchSettings, readonly BatchLine[]],
  entries: readonly BatchEntry[],
): Promise<BatchOutcome> {
  const { core, caller } = context;
  if (key === undefined) return recordBatch(core, caller, entries);
  const part = `from line ${request[1][0]!.line}`;
  return doUnder(
    context,
    key,
    part,
    request,
    (receipt) => recordBatch(core, caller, entries, receipt),
    async (done: never) => done as BatchOutcome,
  );
}
