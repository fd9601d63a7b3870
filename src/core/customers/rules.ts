import { refuse } from "../refusal.ts";
import type { CustomerData } from "./customer.ts";

type Named = Pick<CustomerData, "kind" | "familyName" | "companyName">;

/** Whether the name is missing that everybody on an account has. */
export function lacksName({ kind, familyName, companyName }: Named): boolean {
  return kind === "company" ? !companyName?.trim() : !familyName?.trim();
}

/** A person needs a family name, a company its name (seed 000, notes of Customer Add). */
export function refuseMissingName(data: Named): void {
  if (!lacksName(data)) return;
  if (data.kind === "company") refuse("company-name-missing", { field: "companyName" });
  refuse("family-name-missing", { field: "familyName" });
}
