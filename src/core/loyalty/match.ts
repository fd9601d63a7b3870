import { refuse } from "../refusal.ts";
import type { BearerRow } from "./queries.ts";

/** Whom a code or a card means. */
export interface Match {
  readonly customerId: number;
  /** What was found: by a card sent alone the customer's code may be found, too (seed 002, notes). */
  readonly by: "code" | "card";
  /** The number has been replaced or merged away: it leads to the customer, and is theirs no more. */
  readonly retired: boolean;
  /** Whose it was before that one was merged into the customer. */
  readonly cameFrom: number | null;
}

/**
 * Whom a code means, and without one a card number (seed 002, notes; decisions.md, section 3): the card's one current bearer, then who has
 * it for a code, then whose it was. Undefined when it is nobody's. Refuses with several-customers.
 */
export function whoIsMeant(rows: readonly BearerRow[], code: string | undefined, card: string | undefined): Match | undefined {
  if (code !== undefined) return byCode(rows, code);
  if (card === undefined) return undefined;
  const cards = rows.filter((row) => row.kind === "card-number" && row.value === card);
  const current = only(cards.filter((row) => !row.retired));
  if (current) return matchOf(current, "card");
  const asCode = byCode(rows, card);
  if (asCode && !asCode.retired) return asCode;
  const retired = only(cards);
  return retired ? matchOf(retired, "card") : asCode;
}

/** Nobody else can have a code, not even one that is retired. */
function byCode(rows: readonly BearerRow[], code: string): Match | undefined {
  const row = rows.find((one) => one.kind === "loyalty-code" && one.value === code);
  return row && matchOf(row, "code");
}

function only(rows: readonly BearerRow[]): BearerRow | undefined {
  if (new Set(rows.map((row) => row.customer_id)).size > 1) refuse("several-customers", { field: "cardNumber" });
  return rows[0];
}

function matchOf({ customer_id: customerId, retired, came_from: cameFrom }: BearerRow, by: Match["by"]): Match {
  return { customerId, by, retired, cameFrom };
}
