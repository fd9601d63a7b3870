import type { Log } from "../../platform/log.ts";
import type { Core } from "../core.ts";
import { type Behaviour, written } from "./behaviour.ts";
import { recordCall } from "./calls.ts";
import { redactHeaders } from "./redact.ts";

/** A request as it came; `path` without secrets. */
export interface KeptRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What is kept of a call besides its request; whoever keeps it has taken the secrets out of body and answer. */
export interface KeptCall {
  readonly protocol: string;
  readonly orgId: number;
  /** Whose call it was. */
  readonly keyId: string;
  readonly body: string | null;
  /** Null: the connection was closed instead of an answer. */
  readonly status: number | null;
  readonly answer: string | null;
  /** When it began, as performance.now() has it. */
  readonly began: number;
  readonly behaviour: Behaviour | undefined;
}

/** Keeps a call of a sandbox to be looked at. A log that can't be written is no reason to lose the answer. */
export async function keepCall({ core, log }: { core: Core; log: Log }, request: KeptRequest, call: KeptCall): Promise<void> {
  const { protocol, orgId, keyId, body, status, answer, began, behaviour } = call;
  // Without the database nothing can be kept, and the answer that says so must not wait for it.
  if (status === 503 && !behaviour) return;
  try {
    await recordCall(core, orgId, keyId, {
      at: new Date(core.machineClock.now().getTime()).toISOString(),
      request_id: request.id,
      protocol,
      method: request.method,
      path: request.path.slice(0, 2_000),
      headers: redactHeaders(request.headers),
      body,
      status,
      answer,
      milliseconds: Math.round((performance.now() - began) * 10) / 10,
      behaviour: behaviour ? written(behaviour) : null,
    });
  } catch (error) {
    log.warn({ err: error, requestId: request.id }, "a sandbox's call could not be recorded");
  }
}
