import type { FastifyRequest } from "fastify";
import type { Behaviour } from "../../core/sandbox/behaviour.ts";
import { keepCall } from "../../core/sandbox/keep.ts";
import { redactBody } from "../../core/sandbox/redact.ts";
import type { Access } from "./access.ts";
import type { DeliveryParts } from "./gateway.ts";

/** What a sandbox does with a request, noted with it. */
export interface Staged {
  readonly began: number;
  access?: Access;
  behaviour?: Behaviour;
}

const secretNames: ReadonlySet<string> = new Set(["key", "session_token"]);

/** Keeps a call of a sandbox's key to be looked at. `status` null: the connection was closed instead of an answer. */
export async function record(
  parts: DeliveryParts,
  request: FastifyRequest,
  { access, behaviour, began }: Staged,
  status: number | null,
  answer: unknown,
): Promise<void> {
  if (!access?.organisation.sandbox) return;
  const { id, method, raw, body, originalUrl: path } = request;
  await keepCall(
    parts,
    { id, method, path, headers: raw.headers },
    {
      protocol: "delivery",
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
