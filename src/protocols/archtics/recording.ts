import type { FastifyRequest } from "fastify";
import { keepCall } from "../../core/sandbox/keep.ts";
import { hidden, redactBody } from "../../core/sandbox/redact.ts";
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
  const { id, method, raw, body, originalUrl } = request;
  await keepCall(
    parts,
    { id, method, path: redactPath(originalUrl), headers: raw.headers },
    {
      protocol: "archtics",
      orgId: access.organisation.orgId,
      keyId: access.key.keyId,
      body: typeof body === "string" ? redactBody(body, secretNames) : null,
      status,
      answer: typeof answer === "string" ? redactBody(answer, secretNames) : null,
      began,
      behaviour,
    },
  );
}
