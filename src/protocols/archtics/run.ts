import type { Outcome } from "../../core/core.ts";
import type { Authenticate } from "../../core/organisations/authenticate.ts";
import { TakenOver } from "../../core/receipts/receipt.ts";
import { Refusal, type RefusalFacts } from "../../core/refusal.ts";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import type { Log } from "../../platform/log.ts";
import { HashingOverloaded } from "../../platform/secrets/hashing.ts";
import { type Command, type CommandContext, CommandRefusal, commonInput } from "./command.ts";
import { BadInput, decode } from "./decode.ts";
import { encode, encodeStream } from "./encode.ts";
import type { DecodedFields, EncodableFields, Fields } from "./fields.ts";
import { refusals } from "./refusals.ts";

/** A command's answer: its result code, and all of its members but the envelope's cmd and ref as JSON text, without the braces. */
export interface Answer {
  readonly result: number;
  readonly members: string;
  /** Further members, which are still being read. */
  readonly rest?: AsyncGenerator<string>;
}

/** The most characters of an answer that is gathered, because it is one of several or will be polled for. */
export const mostGathered = 32 * 1_048_576;

/** What is answered in place of more than that. */
const tooLong = (): Answer =>
  answerOf(9999, 0, "cmd: the answer is too long to be gathered; send the command alone, and for fewer rows");

/** An answer with all of its members read; one that says so where they come to more than `most` characters. */
export async function wholeAnswer({ rest, ...answer }: Answer, most = mostGathered): Promise<Answer> {
  const texts = [answer.members];
  let length = answer.members.length;
  for await (const text of rest ?? []) {
    length += text.length;
    if (length > most) break;
    texts.push(text);
  }
  return length > most ? tooLong() : { ...answer, members: texts.join("") };
}

/** Puts an answer together. `output`: what the command's own table makes of it, encoded. */
export function answerOf(result: number, sqlCode: number, detail?: string, output = "", detailName = "error_detail"): Answer {
  const error = detail === undefined ? "" : `,"${detailName}":${JSON.stringify(detail)}`;
  return { result, members: `"result":${result},"sql_code":${sqlCode}${error}${output && `,${output}`}` };
}

const whoInput = { uid: commonInput.uid, pwd: commonInput.pwd } as const;

/**
 * Runs one command of a body and answers with its result code, whatever happens, but for DatabaseUnavailable, HashingOverloaded and
 * TakenOver, which are the gateway's to answer.
 */
export async function runCommand(
  command: Command,
  context: CommandContext,
  source: Record<string, unknown>,
  authenticate: Authenticate,
  log: Log,
): Promise<Answer> {
  try {
    const { uid, pwd } = decode(whoInput, source);
    const missing = uid ? undefined : missingUid(command);
    if (missing) return missing;
    const { organisation, dsn } = context;
    if (!uid || !(await authenticate(organisation.orgId, dsn, uid, pwd ?? undefined))) return unknownUser;
    // Only a known user is told what is wrong with the rest.
    const input = decode(command.narrowed?.(source) ?? command.input, source) as DecodedFields<Fields>;
    for (const name of command.required)
      if (input[name] == null) return failed(command, command.codes.missing, `${name}: required`);
    const output = await command.handle(context, input);
    const rest = await encodeStream(command.output, output);
    return rest ? { ...succeeded(command, output), rest } : succeeded(command, output);
  } catch (error) {
    if (error instanceof BadInput) return failed(command, codeOf(command, error), error.message);
    if (error instanceof CommandRefusal) return failed(command, error.result, error.message, error.output);
    const refused = error instanceof Refusal ? refusalAnswer(command, error) : undefined;
    if (refused) return refused;
    if (error instanceof DatabaseUnavailable || error instanceof HashingOverloaded || error instanceof TakenOver) throw error;
    return internalError(context.caller.requestId, error, log);
  }
}

/** The answer of a command whose deciding write has this outcome: what runCommand will give when the write has committed. */
export function answerTo(command: Command, outcome: Outcome, requestId: string): Answer {
  if ("done" in outcome) return succeeded(command, command.wrote?.(outcome.done) ?? {});
  return refusalAnswer(command, outcome.refused) ?? answerOf(9998, 0, `Internal error, request ${requestId}`);
}

function succeeded(command: Command, output: EncodableFields<Fields>): Answer {
  return answerOf(0, 0, undefined, encode(command.output, output));
}

/** Undefined for a refusal that this command can't meet. */
function refusalAnswer(command: Command, { refusal, facts }: Refusal): Answer | undefined {
  const wire = refusals[refusal];
  const code = wire?.codes[command.family];
  if (!wire || code === undefined) return undefined;
  return failed(command, code, wire.detail, outputOf(facts, refusal === "pin-temporary"));
}

/** The answer to what should not happen: an id that the log has too, and nothing else. */
export function internalError(requestId: string, error: unknown, log: Log): Answer {
  log.error({ err: error, requestId }, "a command failed");
  return answerOf(9998, 0, `Internal error, request ${requestId}`);
}

function codeOf(command: Command, error: BadInput): number {
  return error.problem === "impossible-day" ? (command.codes.impossibleDay ?? command.codes.invalid) : command.codes.invalid;
}

/** Commands that have a code for a missing input have it for the uid too; to the others it is an unknown user. */
function missingUid(command: Command): Answer | undefined {
  return command.codes.missing === command.codes.invalid ? undefined : failed(command, command.codes.missing, "uid: required");
}

/** To whom nothing more is said: not which of the two was wrong. */
export const unknownUser = answerOf(5010, -140, "uid: unknown user, or wrong pwd");

/** A failing answer; of `output` only what the command declares. */
function failed(command: Command, result: number, detail: string, output: EncodableFields<Fields> = {}): Answer {
  const sqlCode = command.results[result]?.sqlCode ?? 0;
  return answerOf(result, sqlCode, detail.slice(0, 250), encode(command.output, output), command.detailName);
}

/** The facts of a refusal under this protocol's names. */
function outputOf(facts: RefusalFacts, temporary: boolean): EncodableFields<Fields> {
  return {
    acct_id: facts.accountId,
    cust_name_id: facts.customerId,
    logon_attempts: facts.pinFailures,
    account_id_list: facts.accountIds?.join(","),
    change_pin: temporary || undefined,
  };
}
