import type { Role } from "../../core/loyalty/roles.ts";

/** The vendor's letters of roles (loyalty.md, section 10), and what each may do in words (decisions.md, section 3). */
export const roleLetters = {
  A: { role: "administrator", may: "everything" },
  M: { role: "manager", may: "everything but users and the account" },
  S: { role: "associate-manager", may: "what a manager may, without deletions" },
  N: { role: "campaign-manager", may: "campaigns, rewards, promotions, items and fields, and look customers up" },
  K: { role: "clerk", may: "customers and transactions, without deletions" },
  H: { role: "associate-clerk", may: "what a clerk may; redemptions up to 100.00 or 10,000 points" },
  C: { role: "accountant", may: "reports and looking customers up" },
  O: { role: "observer", may: "reports and looking customers up" },
  P: { role: "temporary-clerk", may: "what a clerk may, until the end date" },
  Q: { role: "temporary-assistant", may: "what a clerk may, until the end date" },
  F: { role: "fulfilment", may: "look customers up and redeem" },
  G: { role: "agency-client", may: "reports" },
  I: { role: "agency-importer", may: "reports and imports" },
  L: { role: "coalition-manager", may: "what an associate manager may, over the agency's accounts" },
  D: { role: "campaign-designer", may: "what a campaign manager may, without deletions" },
} as const satisfies Record<string, { readonly role: Role; readonly may: string }>;

export type RoleLetter = keyof typeof roleLetters;
