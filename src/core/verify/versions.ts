import type { Statement } from "../../platform/database/statement.ts";
import type { Entity } from "../audit/change.ts";
import { listOrganisations } from "../organisations/queries.ts";
import type { Check } from "./check.ts";
import {
  accountVersions,
  campaignVersions,
  customerVersions,
  deliveryVersions,
  loyaltyAccountVersions,
  transactionVersions,
  type VersionRow,
} from "./queries.ts";

const batch = 2_000;
const kinds: Readonly<Record<Entity, Statement<VersionRow>>> = {
  customer: customerVersions,
  account: accountVersions,
  delivery: deliveryVersions,
  "loyalty-account": loyaltyAccountVersions,
  campaign: campaignVersions,
  transaction: transactionVersions,
};

/** Nothing was changed without being told. */
export const versionsCheck: Check = {
  name: "versions",
  holds: "everything has the version that the change log has last told of it",
  async *faults({ db }) {
    for (const { orgId, slug } of await db.read(listOrganisations, []))
      for (const [kind, versions] of Object.entries(kinds))
        for (let after = 0; ; ) {
          const rows = await db.read(versions, [orgId, after, batch]);
          for (const { id, version, logged } of rows)
            if (version !== logged)
              yield logged === null
                ? `${slug}: the change log does not tell of ${kind} ${id}`
                : `${slug}: ${kind} ${id} has version ${version}, and the change log ends with ${logged}`;
          if (rows.length < batch) break;
          after = rows.at(-1)!.id;
        }
  },
};
