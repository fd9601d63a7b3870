import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { findByToken, newReceipt, type Receipt, type ReceiptOwner, TakenOver } from "../../core/receipts/receipt.ts";
import type { Behaviour } from "../../core/sandbox/behaviour.ts";
import type { Access } from "./access.ts";
import { answersDespite, answerWithEcho, type Planned, planBody, runParts } from "./body.ts";
import { type PollCookies, writeCookie } from "./cookies.ts";
import { type Envelope, streamEnvelope, writeEnvelope } from "./envelope.ts";
import type { ArchticsParts } from "./gateway.ts";
import { type Answer, answerOf } from "./run.ts";

/** A request whose access has been judged. */
export interface Call {
  readonly access: Access;
  readonly envelope: Envelope;
  /** As it came. */
  readonly body: string;
  readonly cookies: PollCookies;
  readonly requestId: string;
  /** Whether it came over TLS: cookies then stay there. */
  readonly secure: boolean;
  /** In a sandbox: what is to happen to this call instead of a plain answer. To be asked once, for a call that counts. */
  readonly behave?: () => Promise<Behaviour | undefined>;
}

/** The answer to a request: 200 with a body, or 202 without; in a sandbox any status, and what the connection is to meet. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string | Readable;
  readonly setCookies: readonly string[];
  readonly behaviour?: Behaviour;
}

/**
 * Answers a call, or says that it has to be asked for again (decisions.md, section 2, Polling). `count` counts it against the key's
 * limits; a poll with a token that is good is not counted.
 */
export async function answerCall(parts: ArchticsParts, call: Call, count: () => Promise<void>): Promise<HttpAnswer> {
  const planned = planBody(call.access, call.envelope);
  const owner = ownerOf(parts, call);
  const { qtkn } = call.cookies;
  if (qtkn === undefined) {
    await count();
    const behaviour = await call.behave?.();
    const receipt = newReceipt(parts.core, owner);
    if (!behaviour) return work(parts, call, planned, receipt, undefined);
    return { ...(await act(parts, call, planned, receipt, behaviour)), behaviour };
  }
  const found = await findByToken(parts.core, owner, qtkn, planned.length);
  switch (found.state) {
    case "unknown":
      await count();
      return finished(
        call,
        planned,
        planned.map(() => noData(call.cookies.sid)),
        false,
      );
    case "working":
      return pending([]);
    case "done":
      return finished(call, planned, answersOf(planned, found.answers), true);
    case "taken":
      return work(parts, call, planned, found.receipt, qtkn);
  }
}

/** Answers as the sandbox was told to; lateness and the end of the connection are the gateway's. */
async function act(
  parts: ArchticsParts,
  call: Call,
  planned: readonly Planned[],
  receipt: Receipt,
  { httpStatus, result, poll, delayMs = 0 }: Behaviour,
): Promise<HttpAnswer> {
  if (httpStatus !== undefined) return { status: httpStatus, body: mayHaveBody(httpStatus) ? told : "", setCookies: [] };
  if (result !== undefined) {
    const told = planned.map(({ command }) => answerOf(result, command?.results[result]?.sqlCode ?? 0, "told so by the sandbox"));
    return finished(call, planned, told, false);
  }
  if (!poll) return work(parts, call, planned, receipt, undefined);
  const token = await receipt.issue();
  const running = sleep(delayMs).then(() => runParts(parts, call.access, planned, receipt, call.requestId));
  goOn(parts, call, running, receipt);
  return pending(cycleCookies(parts, call, token));
}

const told = JSON.stringify({ fault: { faultstring: "Told so by the sandbox", detail: { errorcode: "willcall.Sandbox" } } });
const mayHaveBody = (status: number): boolean => status !== 202 && status !== 204 && status !== 205 && status !== 304;

function ownerOf({ core, processId }: ArchticsParts, { access, body }: Call): ReceiptOwner {
  const { organisation, key, certificateId, dsn } = access;
  return {
    orgId: organisation.orgId,
    holder: processId,
    boundTo: () => core.mac(JSON.stringify(["archtics", key?.keyId ?? certificateId ?? null, dsn, body])),
  };
}

/** Works on the call for as long as an answer can wait; then it goes on behind the caller's back. */
async function work(
  parts: ArchticsParts,
  call: Call,
  planned: readonly Planned[],
  receipt: Receipt,
  token: string | undefined,
): Promise<HttpAnswer> {
  const running = runParts(parts, call.access, planned, receipt, call.requestId);
  try {
    if (!(await inTime(running, parts.pollAfterMs))) {
      const issued = await receipt.issue().catch(() => undefined);
      if (issued !== undefined) {
        goOn(parts, call, running, receipt);
        return pending(token === undefined ? cycleCookies(parts, call, issued) : []);
      }
      // It can't be made durable, so its answer has to be waited for.
      await running;
    }
  } catch (error) {
    // The next poll goes on with it.
    if (token !== undefined) await receipt.leave();
    if (token !== undefined || receipt.answers.size === 0) throw error;
    // Nobody will poll, so the caller must learn now what was done before the trouble came.
    return finished(call, planned, answersDespite(error, parts, planned, receipt, call.requestId), false);
  }
  if (token !== undefined) await receipt.leave();
  return finished(call, planned, answersOf(planned, receipt.answers), token !== undefined);
}

function goOn(parts: ArchticsParts, call: Call, running: Promise<void>, receipt: Receipt): void {
  const ended = running
    .catch((error) => {
      if (!(error instanceof TakenOver))
        parts.log.warn({ err: error, requestId: call.requestId }, "a polled call waits for its next poll");
    })
    .finally(() => receipt.leave());
  parts.background.add(ended);
  void ended.finally(() => parts.background.delete(ended));
}

/** Whether `work` ends within `ms`; throws what it throws. */
function inTime(work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, false);
    work.then(
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

function cycleCookies(parts: ArchticsParts, { cookies, secure }: Call, token: string): string[] {
  const { sid = parts.core.ids.token(16), bid = parts.core.ids.token(16) } = cookies;
  return [writeCookie("SID", sid, secure), writeCookie("BID", bid, secure), writeCookie("QTKN", token, secure)];
}

const pending = (setCookies: readonly string[]): HttpAnswer => ({ status: 202, body: "", setCookies });

function finished(call: Call, planned: readonly Planned[], answers: readonly Answer[], polled: boolean): HttpAnswer {
  const { header } = call.envelope;
  const echoed = planned.map((one, part) => answerWithEcho(one, answers[part]!));
  // Only a command that came alone is still being read.
  const { rest } = answers[0]!;
  const body = rest
    ? Readable.from(streamEnvelope(header, echoed[0]!, rest), { objectMode: false, highWaterMark: 65_536 })
    : writeEnvelope(header, echoed);
  return { status: 200, body, setCookies: polled ? [writeCookie("QTKN", undefined, call.secure)] : [] };
}

function answersOf(planned: readonly Planned[], answers: ReadonlyMap<number, unknown>): Answer[] {
  return planned.map((_, part) => answers.get(part) as Answer);
}

/** The SID is printed only when it can be one of ours. */
function noData(sid: string | undefined): Answer {
  return answerOf(9997, 0, `No data for token '${sid ?? ""}': it is unknown, has expired, or belongs to another call`);
}
