import type { FastifyRequest } from "fastify";
import { written } from "../../core/sandbox/behaviour.ts";
import { recordCall } from "../../core/sandbox/calls.ts";
import { hidden, redactBody, redactHeaders } from "../../core/sandbox/redact.ts";
import { commonInput } from "./command.ts";
import { commands } from "./commands/index.ts";
import type { Fields } from "./fields.ts";
import type { ArchticsParts } from "./gateway.ts";

/** The inputs that are declared as secrets, of all commands. */
export const secretNames: ReadonlySet<string> = new Set(
  [commonInput, ...commands.map((command) => command.input)].flatMap(secretsOf),
);

function secretsOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.type === "struct" || field.type === "list") return secretsOf(field.fields);
    return field.type === "secret" ? [name] : [];
  });
}

/** An address without the key in its query. */
export function redactPath(path: string): string {
  return path.replace(/([?&][^=&]*=)([^&]*)/g, (whole, name: string) =>
    /apikey/i.test(decoded(name)) ? `${name}${hidden}` : whole,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Keeps a call of a sandbox's key to be looked at. `status` null: the connection was closed instead of an answer. */
export async function record(
  parts: ArchticsParts,
  request: FastifyRequest,
  status: number | null,
  answer: unknown,
): Promise<void> {
  const { access, behaviour, began } = request.archtics!;
  if (!access?.key || !access.organisation.sandbox) return;
  // Without the database nothing can be kept, and the answer that says so must not wait for it.
  if (status === 503 && !behaviour) return;
  const call = {
    at: new Date(parts.core.machineClock.now().getTime()).toISOString(),
    request_id: request.id,
    protocol: "archtics",
    method: request.method,
    path: redactPath(request.originalUrl).slice(0, 2_000),
    headers: redactHeaders(request.raw.headers),
    body: typeof request.body === "string" ? redactBody(request.body, secretNames) : null,
    status,
    answer: typeof answer === "string" ? redactBody(answer, secretNames) : null,
    milliseconds: Math.round((performance.now() - began) * 10) / 10,
    behaviour: behaviour ? written(behaviour) : null,
  };
  try {
    await recordCall(parts.core, access.organisation.orgId, access.key.keyId, call);
  } catch (error) {
    // A log that can't be written is no reason to lose the answer.
    parts.log.warn({ err: error, requestId: request.id }, "a sandbox's call could not be recorded");
  }
}
