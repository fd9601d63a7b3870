import { provesPepper } from "../../platform/secrets/pepper.ts";
import { findPepperProofs } from "../organisations/queries.ts";
import type { Check } from "./check.ts";

/** The secrets can be checked: the pepper is the one that they were made with. It is all organisations'. */
export const pepperCheck: Check = {
  name: "pepper",
  holds: "the pepper is the one that PINs and passwords were hashed with",
  async *faults({ db, pepper, looked }) {
    for (const { pepper_version: version, proof } of await db.read(findPepperProofs, [])) {
      looked?.(1);
      if (!pepper.versions.includes(version)) yield `the pepper lacks version ${version}, with which secrets were hashed`;
      else if (!provesPepper(pepper, version, proof))
        yield `version ${version} of the pepper is not the one that secrets were hashed with`;
    }
  },
};
