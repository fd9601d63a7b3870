import { trailCheck } from "./audit-trail.ts";
import { numbersCheck, sealsCheck } from "./change-log.ts";
import type { Check } from "./check.ts";
import { mergesCheck } from "./merges.ts";
import { pepperCheck } from "./pepper.ts";
import { versionsCheck } from "./versions.ts";

/** Everything that must be true of a Willcall's database, the quick ones first. Keys between tables are PostgreSQL's to hold. */
export const checks: readonly Check[] = [pepperCheck, numbersCheck, sealsCheck, mergesCheck, trailCheck, versionsCheck];
