import {
  type Campaign,
  type Depreciation,
  type Fee,
  type Item,
  isMoney,
  type Promotion,
  type Reward,
} from "../../core/loyalty/campaigns/campaign.ts";
import { decimalOf } from "../../core/loyalty/campaigns/decimals.ts";
import type { PartInputs } from "../../core/loyalty/campaigns/part-changes.ts";
import { moneyText } from "../../core/loyalty/ledger/amounts.ts";
import type {
  depreciationOutput,
  feeOutput,
  itemOutput,
  newInput,
  partKeys,
  promotionOutput,
  rewardOutput,
  updateInput,
} from "./campaign-fields.ts";
import { present, ratio } from "./campaign-mapping.ts";
import type { depreciationInput, feeInput, newDepreciation, newFee } from "./campaign-rule-fields.ts";
import { fail } from "./failures.ts";
import type { Values } from "./fields.ts";
import type { Answer } from "./output.ts";

type New = Values<typeof newInput>;
type Update = Values<typeof updateInput>;

/** What `reward`, `promo` and `item` are in the core. */
export const partKinds = { reward: "rewards", promo: "promotions", item: "items" } as const;
export type PartAction = keyof typeof partKinds;

/** What the core calls the number of a part, and the wire. */
export const partNames = { rewardId: "reward_id", promotionId: "promo_id", itemId: "item_id" } as const;

const idFields = { reward: "reward_id", promo: "promo_id", item: "item_id" } as const;

/** Which part was sent. Fails with missing. */
export function partIdOf(action: PartAction, values: Values<typeof partKeys>): number {
  const field = idFields[action];
  return values[field] ?? fail("missing", { field });
}

type SentPart = PartInputs[(typeof partKinds)[PartAction]];

/** What was sent of a part; `prefix`: what stands before most of the names. Fails with what is malformed, or can't be taken away. */
export function partFromWire(action: PartAction, values: New | Update, prefix: "" | "new_"): Partial<SentPart> {
  const sent = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(/^new_/, ""), value])) as New;
  const level = sent.reward_level;
  switch (action) {
    case "reward":
      return {
        level,
        description: present(`${prefix}reward_description`, sent.reward_description),
        identifier: sent.reward_identifier,
      };
    case "item":
      return {
        level,
        description: present(`${prefix}item_description`, sent.item_description),
        identifier: sent.item_identifier,
      };
    case "promo":
      return {
        operation: sent.promo_operation && (sent.promo_operation === "+" ? "add" : "multiply"),
        value: ratio(`${prefix}promo_amount`, present(`${prefix}promo_amount`, sent.promo_amount)),
        description: sent.promo_description,
        identifier: sent.promo_custom_id,
        startsOn: sent.promo_start_date,
        endsOn: sent.promo_end_date,
      };
  }
}

/** A new part. Fails with what is missing or malformed. */
export function newPartFromWire(action: PartAction, values: New): SentPart {
  const needed = {
    reward: ["reward_level", "reward_description"],
    promo: ["promo_operation", "promo_amount"],
    item: ["item_description", "reward_level"],
  } as const;
  for (const field of needed[action]) if (values[field] === undefined || values[field] === null) fail("missing", { field });
  const part = Object.entries(partFromWire(action, values, ""));
  return Object.fromEntries(part.map(([name, value]) => [name, value ?? null])) as unknown as SentPart;
}

/** What was sent of a depreciation. Fails with no-percentage. */
export function depreciationFromWire(sent: Values<typeof depreciationInput>): Partial<PartInputs["depreciations"]> {
  const part = present("depreciation_percentage", sent.depreciation_percentage);
  return {
    countedFrom: sent.depreciation_type && countedFrom(sent.depreciation_type),
    intervalCount: sent.depreciation_interval,
    intervalUnit: sent.depreciation_interval_type,
    percentage: part === undefined ? undefined : percentage(part),
  };
}

/** A new depreciation. Fails with no-percentage. */
export function newDepreciationFromWire(sent: Values<typeof newDepreciation>): PartInputs["depreciations"] {
  return {
    countedFrom: countedFrom(sent.depreciation_type),
    intervalCount: sent.depreciation_interval,
    intervalUnit: sent.depreciation_interval_type,
    percentage: percentage(sent.depreciation_percentage),
  };
}

const countedFrom = (letter: "T" | "L") => (letter === "T" ? "transaction" : "last-activity");

function percentage(sent: string): string {
  const found = decimalOf(sent, 3, 2);
  const isSome = found !== undefined && Number(found) > 0 && Number(found) <= 100;
  return isSome ? found : fail("no-percentage", { field: "depreciation_percentage" });
}

/** What was sent of a fee. Fails with missing for an amount that was sent empty. */
export function feeFromWire(sent: Values<typeof feeInput>): Partial<PartInputs["fees"]> {
  return {
    intervalCount: sent.fee_interval,
    intervalUnit: sent.interval_type,
    amount: present("fee_amount", sent.fee_amount),
    description: sent.fee_description,
  };
}

/** A new fee. */
export function newFeeFromWire(sent: Values<typeof newFee>): PartInputs["fees"] {
  return {
    intervalCount: sent.fee_interval,
    intervalUnit: sent.interval_type,
    amount: sent.fee_amount,
    description: sent.fee_description ?? null,
  };
}

/** A reward in a list. */
export function rewardToWire({ rewardId: id, level, description, identifier }: Reward): Answer<typeof rewardOutput> {
  return { id, level, description, identifier: identifier ?? undefined };
}

/** A promotion in a list. */
export function promotionToWire(one: Promotion): Answer<typeof promotionOutput> {
  return {
    id: one.promotionId,
    operand: one.operation === "add" ? "+" : "x",
    value: one.value,
    description: one.description,
    promo_custom_id: one.identifier,
    promo_start_date: one.startsOn,
    promo_end_date: one.endsOn,
  };
}

/** An item in a list. */
export function itemToWire({ itemId: id, level, description, identifier }: Item): Answer<typeof itemOutput> {
  return { id, level, description, identifier: identifier ?? undefined };
}

/** A depreciation in a list. */
export function depreciationToWire(one: Depreciation): Answer<typeof depreciationOutput> {
  return {
    id: one.ruleId,
    depreciation_type: one.countedFrom === "transaction" ? "T" : "L",
    depreciation_interval: one.intervalCount,
    depreciation_interval_type: one.intervalUnit,
    depreciation_percentage: one.percentage,
  };
}

/** A fee in a list. */
export function feeToWire({ type }: Campaign, one: Fee): Answer<typeof feeOutput> {
  return {
    id: one.ruleId,
    interval: one.intervalCount,
    interval_type: one.intervalUnit,
    amount: isMoney(type) ? moneyText(one.amount) : one.amount,
    description: one.description,
  };
}
