import type { Transaction } from "../../platform/database/transaction.ts";
import type { Core } from "../core.ts";
import type { Developer } from "./developer.ts";
import { developerEvents, insertDeveloperEvent } from "./queries.ts";

export type DeveloperAction = "signed-up" | "signed-in" | "key-created" | "key-rotated" | "key-revoked";

/** Something that a developer did. */
export interface DeveloperEvent {
  readonly action: DeveloperAction;
  readonly keyId: string | null;
  readonly at: Date;
}

/** Records what a developer does, in the transaction that does it. */
export function noteEvent(
  tx: Transaction,
  core: Pick<Core, "ids">,
  event: DeveloperEvent & { readonly orgId: number; readonly developer: Developer; readonly requestId: string },
): void {
  const { orgId, developer, action, keyId, requestId, at } = event;
  tx.send(insertDeveloperEvent, [orgId, core.ids.uuid(), developer.developerId, action, keyId, requestId, at]);
}

/** The last ten things that a developer did, newest first. */
export async function eventsOf(core: Core, orgId: number, developer: Developer): Promise<DeveloperEvent[]> {
  const rows = await core.db.read(developerEvents, [orgId, developer.developerId]);
  return rows.map(({ action, key_id: keyId, occurred_at: at }) => ({ action: action as DeveloperAction, keyId, at }));
}
