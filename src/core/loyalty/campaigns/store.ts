import type { Statement } from "../../../platform/database/statement.ts";
import type { Transaction } from "../../../platform/database/transaction.ts";
import type { Campaign } from "./campaign.ts";
import { isSame, type PartKind, type PartLists, type Parts, partId, partKinds, partValues } from "./parts.ts";
import {
  deleteItem,
  deletePromotion,
  deleteReward,
  deleteRule,
  insertItem,
  insertPromotion,
  insertReward,
  insertRule,
  updateCampaign,
  updateItem,
  updatePromotion,
  updateReward,
  updateRule,
} from "./queries.ts";

type Change = "insert" | "update" | "delete";

const rules = { insert: insertRule, update: updateRule, delete: deleteRule };
const statements: Readonly<Record<PartKind, Readonly<Record<Change, Statement<unknown>>>>> = {
  rewards: { insert: insertReward, update: updateReward, delete: deleteReward },
  promotions: { insert: insertPromotion, update: updatePromotion, delete: deletePromotion },
  items: { insert: insertItem, update: updateItem, delete: deleteItem },
  depreciations: rules,
  fees: rules,
};

interface Target {
  readonly tx: Transaction;
  readonly orgId: number;
  readonly campaignId: number;
  readonly at: Date;
}

/** Makes what belongs to a campaign what it is to be. */
export function sendParts(target: Target, before: PartLists, after: PartLists): void {
  for (const kind of partKinds) sendKind(target, kind, before, after);
}

function sendKind<K extends PartKind>({ tx, orgId, campaignId, at }: Target, kind: K, was: PartLists, is: PartLists): void {
  const [before, after] = [was[kind], is[kind]] as [readonly Parts[K][], readonly Parts[K][]];
  const held = new Map(before.map((part) => [partId(kind, part), part]));
  const send = (change: Change, id: number, values: readonly unknown[]) =>
    tx.send(statements[kind][change], [orgId, id, campaignId, ...values.map((value) => value ?? null)]);
  for (const part of after) {
    const id = partId(kind, part);
    const same = held.get(id);
    held.delete(id);
    if (!same) send("insert", id, partValues(kind, part));
    else if (!isSame(kind, same, part)) send("update", id, partValues(kind, part));
  }
  for (const id of held.keys()) send("delete", id, [at]);
}

/** Makes a held campaign what it is to be, with a version more; `deleted`: nobody is to see it any more. */
export function sendCampaignUpdate(target: Target, held: Campaign, next: Campaign & { readonly deleted?: boolean }): void {
  const { tx, orgId, campaignId, at } = target;
  const { name, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount, inCoalition, twoTier, active } = next;
  tx.send(updateCampaign, [
    ...[orgId, campaignId, name, description, latitude, longitude, pointsRatio, rewardRatio, eventAmount],
    ...[inCoalition, twoTier, active, next.shortestDays, at, next.deleted ? at : null],
  ]);
  sendParts(target, held, next);
}
