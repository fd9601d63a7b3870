import type { FastifyRequest } from "fastify";
import type { Language } from "../../core/loyalty/account.ts";
import type { Behaviour } from "../../core/sandbox/behaviour.ts";
import { keepCall } from "../../core/sandbox/keep.ts";
import { hidden, redactBody } from "../../core/sandbox/redact.ts";
import type { Access } from "./access.ts";
import type { LoyaltyCall } from "./call.ts";
import { commonInput } from "./call.ts";
import { calls } from "./calls/index.ts";
import type { Fields } from "./fields.ts";
import type { Format } from "./format.ts";
import type { LoyaltyParts } from "./gateway.ts";
import type { Parameters } from "./parameters.ts";
import { type Envelope, write } from "./write.ts";

/** What is known of a request, noted with it as it goes on. */
export interface Staged {
  readonly began: number;
  readonly contentType: string | undefined;
  format: Format;
  parameters?: Parameters;
  call?: LoyaltyCall;
  /** Of the account, once it is known. */
  language?: Language;
  access?: Access;
  behaviour?: Behaviour;
  /** The answer, but for one that comes in pages. */
  envelope?: Envelope;
}

/** Outputs that only who asked may see. */
const secretOutputs: ReadonlySet<string> = new Set(["user_api_key", "token"]);

/** Keeps a call of a sandbox's user to be looked at. `status` null: the connection was closed instead of an answer. */
export async function record(parts: LoyaltyParts, request: FastifyRequest, staged: Staged, status: number | null): Promise<void> {
  const { access, behaviour, began, envelope } = staged;
  if (!access?.organisation.sandbox) return;
  const headers = { ...request.raw.headers, "content-type": staged.contentType ?? "" };
  const path = request.originalUrl.split("?", 1)[0]!;
  await keepCall(
    parts,
    { id: request.id, method: request.method, path, headers },
    {
      protocol: "loyalty",
      orgId: access.organisation.orgId,
      keyId: access.user.userKeyId,
      body: redacted(staged),
      status,
      answer: envelope ? redactBody(write(envelope, { form: "JSON", condensed: true }), secretOutputs) : null,
      began,
      behaviour,
    },
  );
}

/** What any call declares as a secret: clients send what is another call's along. */
const secretNames: ReadonlySet<string> = new Set([commonInput, ...calls.map((call) => call.input)].flatMap(secretsOf));

function secretsOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.type === "text" && field.secret ? [name, ...(field.aliases ?? [])] : [],
  );
}

/** The parameters as JSON, however they were sent, without secrets. */
function redacted({ parameters }: Staged): string | null {
  if (!parameters) return null;
  return JSON.stringify(
    Object.fromEntries([...parameters].map(([name, value]) => [name, secretNames.has(name) ? hidden : value])),
  );
}
