import type { Caller, CallReceipt } from "../../core/core.ts";
import type { Receipt } from "../../core/receipts/receipt.ts";
import type { Access } from "./access.ts";
import { type Command, type CommandContext, products } from "./command.ts";
import { findCommand } from "./commands/index.ts";
import { type Envelope, textOf } from "./envelope.ts";
import { refuseRequest } from "./faults.ts";
import type { ArchticsParts } from "./gateway.ts";
import { type Answer, answerOf, answerTo, internalError, mostGathered, runCommand, unknownUser, wholeAnswer } from "./run.ts";

/** A command of a body, found and allowed. */
export interface Planned {
  readonly key: string;
  readonly source: Record<string, unknown>;
  /** As it was sent. */
  readonly cmd: string | undefined;
  readonly command: Command | undefined;
}

/** Finds the commands of a body and judges access to all of them, before any runs. */
export function planBody(access: Access, envelope: Envelope): Planned[] {
  return envelope.commands.map(({ key, source }): Planned => {
    const cmd = textOf(source, "cmd");
    const command = cmd === undefined ? undefined : findCommand(cmd);
    refuseForeignCommand(access, cmd, command);
    return { key, source, cmd, command };
  });
}

/** A key may be narrowed to commands, and the URL's product must include the command's. An unknown command is the command's own error. */
function refuseForeignCommand({ key, product }: Access, cmd: string | undefined, command: Command | undefined): void {
  if (key?.commands && !key.commands.includes((cmd ?? "").trim().toLowerCase())) refuseRequest("not-this-command");
  if (command && products.indexOf(command.product) > products.indexOf(product)) refuseRequest("not-this-command");
}

/** Under the caller's own key: what was sent to recognise the answer by, and the answer, as JSON text; one that is still being read lacks the rest and its last brace. */
export function answerWithEcho({ key, cmd, source }: Planned, { members, rest }: Answer): [key: string, answer: string] {
  const ref = textOf(source, "ref");
  const echoedCmd = cmd === undefined ? "" : `"cmd":${JSON.stringify(cmd)},`;
  const echoedRef = ref === undefined || ref.length > 32 ? "" : `"ref":${JSON.stringify(ref)},`;
  return [key, `{${echoedCmd}${echoedRef}${members}${rest ? "" : "}"}`];
}

/**
 * Runs what is left of a body's commands in order, each in its own transaction, and leaves their answers with the receipt.
 * Throws DatabaseUnavailable, HashingOverloaded and TakenOver: the part that met it and those behind it are left undone, for trouble
 * that passes must not become an answer that stays. What was done before is with the receipt.
 */
export async function runParts(
  parts: ArchticsParts,
  access: Access,
  planned: readonly Planned[],
  receipt: Receipt,
  requestId: string,
): Promise<void> {
  // All answers of a body together stay within what one may come to.
  let gathered = 0;
  for (const [part, one] of planned.entries()) {
    if (receipt.answers.has(part)) continue;
    const started = performance.now();
    const sealing = one.command && partOf(receipt, part, one.command, requestId);
    const answer = await judgeUserAndRun(parts, access, one, requestId, sealing).catch((error) => {
      receipt.lost();
      throw error;
    });
    // Behind one that is still being read nothing else may begin, and what is kept for a poll must be whole.
    const settled = planned.length > 1 ? await wholeAnswer(answer, Math.max(0, mostGathered - gathered)) : answer;
    gathered += settled.members.length;
    await receipt.done(part, settled, settled.rest && (() => wholeAnswer(settled)));
    parts.telemetry.call("archtics", one.command?.name ?? "unknown", String(answer.result), (performance.now() - started) / 1000);
    if (parts.log.isLevelEnabled("debug")) {
      const { organisation, key, dsn } = access;
      parts.log.debug(
        { requestId, orgId: organisation.orgId, keyId: key?.keyId, dsn, call: one.command?.name, result: answer.result },
        "answered",
      );
    }
  }
}

/**
 * The answers of a call whose parts ended with `error` and which nobody will go on with: of what is left undone, one that is kept nowhere.
 */
export function answersDespite(
  error: unknown,
  parts: ArchticsParts,
  planned: readonly Planned[],
  receipt: Receipt,
  requestId: string,
): Answer[] {
  const undone = internalError(requestId, error, parts.log);
  return planned.map(({ command }, part) => {
    if (receipt.answers.has(part)) return receipt.answers.get(part) as Answer;
    parts.telemetry.call("archtics", command?.name ?? "unknown", String(undone.result), 0);
    return undone;
  });
}

/** What the core sees of the receipt: one part, whose answer follows from the write's outcome. */
function partOf(receipt: Receipt, part: number, command: Command, requestId: string): CallReceipt {
  return {
    seal: (tx, outcome) => receipt.seal(tx, part, answerTo(command, outcome, requestId)),
    settle: (committed) => receipt.settle(part, committed),
  };
}

async function judgeUserAndRun(
  parts: ArchticsParts,
  access: Access,
  { source, command }: Planned,
  requestId: string,
  receipt: CallReceipt | undefined,
): Promise<Answer> {
  const { organisation, key } = access;
  const dsn = access.dsn!;
  const uid = textOf(source, "uid")?.trim() ?? "";
  if (!command) {
    const known = uid !== "" && (await parts.authenticate(organisation.orgId, dsn, uid, textOf(source, "pwd") || undefined));
    return known ? answerOf(9999, 0, "cmd: unknown command") : unknownUser;
  }
  const caller: Caller = {
    orgId: organisation.orgId,
    timeZone: organisation.timeZone,
    keyId: key?.keyId ?? access.certificateId ?? null,
    userName: uid.toLowerCase(),
    protocol: "archtics",
    call: command.name,
    requestId,
    receipt,
  };
  const context: CommandContext = { core: parts.core, caller, organisation, dsn, reads: parts.reads, server: parts.server };
  return runCommand(command, context, source, parts.authenticate, parts.log);
}
