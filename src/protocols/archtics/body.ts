import type { Caller } from "../../core/core.ts";
import type { Access } from "./access.ts";
import { type Command, type CommandContext, products } from "./command.ts";
import { findCommand } from "./commands/index.ts";
import { type Envelope, textOf } from "./envelope.ts";
import { refuseRequest } from "./faults.ts";
import type { ArchticsParts } from "./gateway.ts";
import { type Answer, internalError, runCommand, unknownUser } from "./run.ts";

interface Planned {
  readonly key: string;
  readonly source: Record<string, unknown>;
  /** As it was sent. */
  readonly cmd: string | undefined;
  readonly command: Command | undefined;
}

/** Runs the commands of a body in order, each in its own transaction. Access to all of them is judged before any runs. */
export async function runBody(
  parts: ArchticsParts,
  access: Access,
  envelope: Envelope,
  requestId: string,
): Promise<[key: string, answer: object][]> {
  const planned = envelope.commands.map(({ key, source }): Planned => {
    const cmd = textOf(source, "cmd");
    return { key, source, cmd, command: cmd === undefined ? undefined : findCommand(cmd) };
  });
  for (const one of planned) refuseForeignCommand(access, one);
  const answers: [string, object][] = [];
  for (const one of planned) {
    const started = performance.now();
    const answer = await runOne(parts, access, one, requestId, answers.length === 0);
    parts.telemetry.call("archtics", one.command?.name ?? "unknown", String(answer.result), (performance.now() - started) / 1000);
    parts.log.debug(
      {
        requestId,
        orgId: access.organisation.orgId,
        keyId: access.key?.keyId,
        dsn: access.dsn,
        call: one.command?.name,
        result: answer.result,
      },
      "answered",
    );
    const ref = textOf(one.source, "ref");
    answers.push([one.key, { cmd: one.cmd, ...(ref === undefined || ref.length > 32 ? {} : { ref }), ...answer }]);
  }
  return answers;
}

/** A key may be narrowed to commands, and the URL's product must include the command's. An unknown command is the command's own error. */
function refuseForeignCommand({ key, product }: Access, { cmd, command }: Planned): void {
  if (key?.commands && !key.commands.includes((cmd ?? "").trim().toLowerCase())) refuseRequest("not-this-command");
  if (command && products.indexOf(command.product) > products.indexOf(product)) refuseRequest("not-this-command");
}

async function runOne(parts: ArchticsParts, access: Access, one: Planned, requestId: string, first: boolean): Promise<Answer> {
  try {
    return await judgeUserAndRun(parts, access, one, requestId);
  } catch (error) {
    // Once a command has been done the caller must learn of it, so the trouble stays with the command that had it.
    if (first) throw error;
    return internalError(requestId, error, parts.log);
  }
}

async function judgeUserAndRun(
  parts: ArchticsParts,
  access: Access,
  { source, command }: Planned,
  requestId: string,
): Promise<Answer> {
  const { organisation, key } = access;
  const dsn = access.dsn!;
  const uid = textOf(source, "uid")?.trim() ?? "";
  if (!command) {
    const known = uid !== "" && (await parts.authenticate(organisation.orgId, dsn, uid, textOf(source, "pwd") || undefined));
    return known ? { result: 9999, sql_code: 0, error_detail: "cmd: unknown command" } : unknownUser;
  }
  const caller: Caller = {
    orgId: organisation.orgId,
    timeZone: organisation.timeZone,
    keyId: key?.keyId ?? null,
    userName: uid.toLowerCase(),
    protocol: "archtics",
    call: command.name,
    requestId,
  };
  const context: CommandContext = { core: parts.core, caller, organisation, dsn, reads: parts.reads, server: parts.server };
  return runCommand(command, context, source, parts.authenticate, parts.log);
}
