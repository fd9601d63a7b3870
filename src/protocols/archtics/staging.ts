import { BadBehaviour, type Behaviour, readStage, takeBrought, takeSet } from "../../core/sandbox/behaviour.ts";
import { turned } from "../../core/sandbox/clock.ts";
import { type Brought, readHeader } from "../../core/sandbox/header.ts";
import { Fault, refuseRequest } from "./faults.ts";
import type { ArchticsParts } from "./gateway.ts";
import type { Call } from "./polling.ts";

/** A call in a sandbox, and the parts with that sandbox's clock. */
export interface Staged {
  readonly parts: ArchticsParts;
  readonly call: Call;
}

/** Prepares a call in a sandbox. Refuses with bad-sandbox-header, and with wrong-key when the key has ended by the sandbox's clock. */
export async function stageCall(parts: ArchticsParts, call: Call, header: string | undefined): Promise<Staged> {
  const { organisation, key, dsn } = call.access;
  const { orgId } = organisation;
  const brought = header === undefined ? undefined : broughtBy(header);
  const { aheadMs, set } = await readStage(parts.core, orgId, key?.keyId);
  const core = turned(parts.core, aheadMs);
  if (key?.expiresAt && key.expiresAt <= core.clock.now()) refuseRequest("wrong-key");
  const behave = async (): Promise<Behaviour | undefined> => {
    if (!brought) return set && takeSet(core, orgId, key?.keyId, set);
    const mark = JSON.stringify(brought.id === undefined ? [header, dsn, call.body] : [brought.id]);
    return takeBrought(core, orgId, key?.keyId, brought, mark);
  };
  return { parts: { ...parts, core }, call: { ...call, behave } };
}

function broughtBy(header: string): Brought {
  try {
    return readHeader(header);
  } catch (error) {
    if (error instanceof BadBehaviour) throw new Fault("bad-sandbox-header", undefined, error.message);
    throw error;
  }
}
