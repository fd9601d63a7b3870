import { type Action, isOnCard, isYes, type Verdict } from "../../core/ticketing/tickets/allowed.ts";
import type { Ticket } from "../../core/ticketing/tickets/owned.ts";

const letters: Readonly<Record<Verdict, string>> = {
  yes: "Y",
  free: "Z",
  "without-barcode": "W",
  restricted: "X",
  off: "N",
  "not-selected": "E",
  "not-barcoded": "B",
  complimentary: "$",
  "price-code": "C",
  "not-paid": "P",
  "delivery-method": "J",
  "has-value": "A",
  "on-card": "C",
  "reprint-limit": "U",
  "too-late": "D",
};

/** The letter of an indicator. Where the vendor's table of it lacks one, the nearest that it has: N for a price code that forbids, Y for what is free. */
export function letterOf(action: Action, verdict: Verdict): string {
  if (verdict === "price-code" && action !== "resale" && action !== "return") return "N";
  return verdict === "free" && action === "resale" ? "Y" : letters[verdict];
}

/** The actions that seats are filtered by. */
export const filterActions: Readonly<Record<string, Action>> = {
  F: "forward",
  R: "resale",
  P: "print",
  A: "add-value",
  C: "card",
  E: "exchange",
};

/** What is said of every indicator: the letters that Willcall gives, in the order in which they are judged. */
export const allowedMeanings = {
  forward: "May it be forwarded? Y yes, Z yes and free of fees; no: X, N, E, B, N (the price code forbids it), P, D",
  resale: "May it be resold? Y yes; no: X, N, E, B, $, C, P, A, D",
  print: "May it be printed at home? Y yes, Z yes and free of fees; no: X, N, E, B, N (the price code forbids it), P, J, C, U, D",
  card: "May it be put on a card? Y yes; no: X, N, E (of print_event_selector), B, N (the price code forbids it), P, J, C, D",
  exchange: "May it be exchanged? Y yes; no: X, N, E (the event's exchange option is N), B, N (the price code forbids it), P, D",
  mobile:
    "May it be shown on a telephone? Y yes, W yes but without the barcode; no: X, N, B, N (the price code forbids it), P, D",
  return:
    "May it be given back? Y yes; no: X, N, $, C, A, D. Of all indicators: X the account is locked, not active or restricted; N the event is cancelled or has no such product; E it is not in the selector; B it has no barcode; $ given away; C the price code forbids it, or the ticket is on a card; P not fully paid; J the way of delivery is not offered online; A there is value on it; U printed 5 times; D too late. The first that holds is told. Willcall gives no other letters",
} as const;

const printed: Readonly<Record<string, string>> = {
  "box-office": "PB",
  online: "PI",
  "customer-service": "PC",
  paperless: "PP",
  "forced-paperless": "FP",
  "forced-will-call": "FW",
  "will-call": "WC",
  mobile: "VM",
};

/** How a ticket was last given out; null when it was not, or put on a card, which has no letters. */
export const ticketStatusOf = ({ printedVia }: Ticket): string | null => (printedVia && printed[printedVia]) || null;

/** The state of a block's seats. */
export const seatStatusOf = (ticket: Ticket): "A" | "C" => (isOnCard(ticket) ? "C" : "A");

/** Barcodes are told of tickets that may be forwarded or resold, once they are given out. */
export function showsBarcode({ verdicts, delayedUntil }: Ticket): boolean {
  return delayedUntil === null && (isYes(verdicts.forward) || isYes(verdicts.resale));
}

export const sectionTypes = { standard: "N", suite: "S", club: "C" } as const;
export const seatTypes = { reserved: "N", standing: "S", general: "G" } as const;
export const markets = { primary: "P", secondary: "S", host: "H" } as const;
