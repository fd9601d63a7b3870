import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "../core.ts";
import { BadBehaviour, type Behaviour, readStage, takeBrought, takeSet } from "./behaviour.ts";
import { type Brought, readHeader, sandboxHeader } from "./header.ts";

/** What tells a call that brings its behaviour along from others. */
export interface CallMarks {
  /** The header's text; undefined when the call brings nothing. */
  readonly header: string | undefined;
  readonly address: string | undefined;
  readonly body: string;
}

/** What a call of a protocol without polling is to meet in a sandbox; undefined for a plain answer. Throws BadBehaviour, which names the header's member. */
export async function behaviourOfCall(
  core: Core,
  orgId: number,
  keyId: string,
  { header, address, body }: CallMarks,
): Promise<Behaviour | undefined> {
  if (header !== undefined) {
    const brought = readBrought(header);
    const mark = JSON.stringify(brought.id === undefined ? [header, address, body] : [brought.id]);
    return takeBrought(core, orgId, keyId, brought, mark);
  }
  const { set } = await readStage(core, orgId, keyId);
  return set && takeSet(core, orgId, keyId, set);
}

function readBrought(header: string): Brought {
  try {
    const brought = readHeader(header);
    if (brought.behaviour.poll) throw new BadBehaviour("poll: this protocol has no polling");
    return brought;
  } catch (error) {
    if (error instanceof BadBehaviour) throw new BadBehaviour(`${sandboxHeader}: ${error.message}`);
    throw error;
  }
}

/** The sandbox was told to answer with this HTTP status, or this code of the protocol, and do nothing. */
export class Told extends Error {
  readonly httpStatus: number | undefined;
  readonly result: number | undefined;

  constructor({ httpStatus, result }: Behaviour) {
    super("told so by the sandbox");
    this.httpStatus = httpStatus;
    this.result = result;
  }
}

/** Does the call as the sandbox was told to. Throws Told. */
export async function performAsTold<T>(behaviour: Behaviour, work: () => Promise<T>): Promise<T> {
  try {
    if (behaviour.httpStatus !== undefined || behaviour.result !== undefined) throw new Told(behaviour);
    return await work();
  } finally {
    if (behaviour.delayMs) await sleep(behaviour.delayMs);
  }
}
