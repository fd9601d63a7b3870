/** What whoever has a ticket may want to do with it. */
export const actions = ["forward", "resale", "add-value", "print", "card", "exchange", "mobile", "return"] as const;
export type Action = (typeof actions)[number];

/** What decides what may be done with a ticket. */
export interface TicketFacts {
  /** The account is locked or not active, or its main customer's access is restricted. */
  readonly restricted: boolean;
  readonly eventStatus: string;
  readonly startsAt: Date | null;
  readonly durationMinutes: number | null;
  readonly barcoded: boolean;
  readonly mobile: boolean;
  readonly hideMobileBarcode: boolean;
  readonly freeOfFees: boolean;
  readonly returnable: boolean;
  readonly exchangeOption: string;
  readonly transferMinutes: number;
  readonly delayHours: number | null;
  /** The actions that the organisation has chosen the event for; of other actions it says nothing. */
  readonly selected: readonly Action[];
  /** The actions that the price code forbids. */
  readonly notAllowed: readonly string[];
  readonly complimentary: boolean;
  readonly purchasePrice: number;
  readonly paid: number;
  /** NULL: no way of delivery was agreed on. */
  readonly deliveryOnline: boolean | null;
  readonly barcode: number | null;
  readonly hasValue: boolean;
  readonly printedVia: string | null;
  readonly printCount: number;
}

/** Why something may not be done with a ticket. */
export type Hurdle =
  | ("restricted" | "off" | "not-selected" | "not-barcoded" | "complimentary" | "price-code" | "not-paid")
  | ("delivery-method" | "has-value" | "on-card" | "reprint-limit" | "too-late");
/** What may be done, or why not. */
export type Verdict = "yes" | "free" | "without-barcode" | Hurdle;

/** So often a ticket may be printed. */
export const mostPrints = 5;

const everything: readonly Action[] = actions;
const except = (...some: Action[]): readonly Action[] => actions.filter((one) => !some.includes(one));

/** A ticket is on a card once it was put on one. */
export const isOnCard = ({ printedVia }: Pick<TicketFacts, "printedVia">): boolean => printedVia === "card";

/** Whether the event or the product is off for an action. */
function isOff({ eventStatus, mobile, returnable }: TicketFacts, action: Action): boolean {
  if (eventStatus === "cancelled" || eventStatus === "draft") return true;
  return (action === "mobile" && !mobile) || (action === "return" && !returnable);
}

const minute = 60_000;

/**
 * Whether it is too late: by so many minutes before the start as the event says; to show a ticket on a telephone, when the event is over, or where its duration is not known a day after its start.
 */
function isTooLate({ startsAt, transferMinutes, durationMinutes }: TicketFacts, action: Action, now: Date): boolean {
  if (!startsAt) return false;
  const minutes = action === "mobile" ? (durationMinutes ?? 24 * 60) : -transferMinutes;
  return now.getTime() > startsAt.getTime() + minutes * minute;
}

type Judge = (ticket: TicketFacts, action: Action, now: Date) => boolean;

/** From what lasts to what passes: whose the ticket is, the event, the price, the payment, the ticket itself, the time. Of several the first is told. */
export const hurdles: readonly (readonly [hurdle: Hurdle, of: readonly Action[], stands: Judge])[] = [
  ["restricted", everything, ({ restricted }) => restricted],
  ["off", everything, isOff],
  ["not-selected", except("exchange", "mobile", "return"), ({ selected }, action) => !selected.includes(action)],
  ["not-selected", ["exchange"], ({ exchangeOption }) => exchangeOption.toUpperCase() === "N"],
  ["not-barcoded", except("return"), ({ barcoded, barcode }) => !barcoded || barcode === null],
  ["complimentary", ["resale", "return"], ({ complimentary }) => complimentary],
  ["price-code", everything, ({ notAllowed }, action) => notAllowed.includes(action)],
  ["not-paid", except("return"), ({ paid, purchasePrice }) => paid < purchasePrice],
  ["delivery-method", ["print", "card"], ({ deliveryOnline }) => deliveryOnline === false],
  ["has-value", ["resale", "return"], ({ hasValue }) => hasValue],
  ["on-card", ["print", "card"], isOnCard],
  ["reprint-limit", ["print"], ({ printCount }) => printCount >= mostPrints],
  ["too-late", everything, isTooLate],
];

/** Whether a ticket may be used for an action at a time, or the first reason why not. */
export function verdictOn(ticket: TicketFacts, action: Action, now: Date): Verdict {
  const hurdle = hurdles.find(([, of, stands]) => of.includes(action) && stands(ticket, action, now));
  if (hurdle) return hurdle[0];
  if (action === "mobile" && ticket.hideMobileBarcode) return "without-barcode";
  return ticket.freeOfFees && (action === "forward" || action === "resale" || action === "print") ? "free" : "yes";
}

/** Whether a verdict is a yes. */
export const isYes = (verdict: Verdict): boolean => verdict === "yes" || verdict === "free" || verdict === "without-barcode";

/** The verdict on each action. */
export function verdictsOn(ticket: TicketFacts, now: Date): Readonly<Record<Action, Verdict>> {
  return Object.fromEntries(actions.map((action) => [action, verdictOn(ticket, action, now)])) as Record<Action, Verdict>;
}

/** From when on tickets are given out, where that is still to come; otherwise null. */
export function delayedUntil({ startsAt, delayHours }: Pick<TicketFacts, "startsAt" | "delayHours">, now: Date): Date | null {
  if (!startsAt || delayHours === null) return null;
  const from = new Date(startsAt.getTime() - delayHours * 60 * minute);
  return from > now ? from : null;
}
