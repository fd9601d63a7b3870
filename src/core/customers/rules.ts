import { refuse } from "../refusal.ts";
import type { CustomerData } from "./customer.ts";

/** A person needs a family name, a company its name (seed 000, notes of Customer Add). */
export function refuseMissingName({
  kind,
  familyName,
  companyName,
}: Pick<CustomerData, "kind" | "familyName" | "companyName">): void {
  if (kind === "individual" && !familyName?.trim()) refuse("family-name-missing", { field: "familyName" });
  if (kind === "company" && !companyName?.trim()) refuse("company-name-missing", { field: "companyName" });
}
