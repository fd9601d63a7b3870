import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import type { Core } from "../../core/core.ts";
import { BadBehaviour, type Behaviour, readStage, takeBrought, takeSet, written } from "../../core/sandbox/behaviour.ts";
import { recordCall } from "../../core/sandbox/calls.ts";
import { readHeader, sandboxHeader } from "../../core/sandbox/header.ts";
import { redactBody, redactHeaders } from "../../core/sandbox/redact.ts";
import type { Access } from "./access.ts";
import type { DeliveryParts } from "./gateway.ts";
import { Failure, type StatusCode } from "./status.ts";

/** What a sandbox does with a request, noted with it. */
export interface Staged {
  readonly began: number;
  access?: Access;
  behaviour?: Behaviour;
}

/** The sandbox was told to answer with this HTTP status and do nothing. */
export class ToldStatus extends Error {
  readonly status: number;

  constructor(status: number) {
    super("told so by the sandbox");
    this.status = status;
  }
}

/** The sandbox's header can't be read; the message names the member. */
export class BadHeader extends Error {}

/** What this call in a sandbox is to meet; undefined for a plain answer. Throws BadHeader. */
export async function behaviourOf(
  core: Core,
  { organisation, key }: Access,
  request: FastifyRequest,
): Promise<Behaviour | undefined> {
  const { orgId } = organisation;
  const header = [request.raw.headers[sandboxHeader]].flat()[0];
  if (header !== undefined) {
    const brought = readBrought(header);
    const mark = JSON.stringify(brought.id === undefined ? [header, request.url, request.body] : [brought.id]);
    return takeBrought(core, orgId, key.keyId, brought, mark);
  }
  const { set } = await readStage(core, orgId, key.keyId);
  return set && takeSet(core, orgId, key.keyId, set);
}

function readBrought(header: string) {
  try {
    const brought = readHeader(header);
    if (brought.behaviour.poll) throw new BadBehaviour("poll: this protocol has no polling");
    return brought;
  } catch (error) {
    if (error instanceof BadBehaviour) throw new BadHeader(`${sandboxHeader}: ${error.message}`);
    throw error;
  }
}

/** Does the call as the sandbox was told to. Throws ToldStatus and Failure for what it is to answer instead. */
export async function perform<T>({ httpStatus, result, delayMs }: Behaviour, work: () => Promise<T>): Promise<T> {
  try {
    if (httpStatus !== undefined) throw new ToldStatus(httpStatus);
    if (result !== undefined) throw new Failure(result as StatusCode, "Told so by the sandbox");
    return await work();
  } finally {
    if (delayMs) await sleep(delayMs);
  }
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
  // Without the database nothing can be kept, and the answer that says so must not wait for it.
  if (!access?.organisation.sandbox || (status === 503 && !behaviour)) return;
  const call = {
    at: new Date(parts.core.machineClock.now().getTime()).toISOString(),
    request_id: request.id,
    protocol: "delivery",
    method: request.method,
    path: request.originalUrl.slice(0, 2_000),
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
