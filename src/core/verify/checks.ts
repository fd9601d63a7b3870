import { trailCheck } from "./audit-trail.ts";
import { numbersCheck, sealsCheck } from "./change-log.ts";
import type { Check } from "./check.ts";
import { identifiersCheck } from "./identity/identifiers.ts";
import { mergesCheck } from "./identity/merges.ts";
import { searchCheck } from "./identity/search.ts";
import { balancesCheck } from "./ledger/balances.ts";
import { entriesCheck } from "./ledger/entries.ts";
import { pepperCheck } from "./pepper.ts";
import { movesCheck, seatsCheck } from "./ticketing/seats.ts";
import { versionsCheck } from "./versions.ts";

/** Everything that must be true of a Willcall's database, the quick ones first. Keys between tables are PostgreSQL's to hold. */
export const checks: readonly Check[] = [
  pepperCheck,
  numbersCheck,
  sealsCheck,
  mergesCheck,
  identifiersCheck,
  searchCheck,
  balancesCheck,
  entriesCheck,
  movesCheck,
  seatsCheck,
  trailCheck,
  versionsCheck,
];
