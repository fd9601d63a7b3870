import type { Statement } from "../../platform/database/statement.ts";
import type { Entity } from "../audit/change.ts";
import { type CatalogueEntity, kinds } from "../ticketing/catalogue/kinds.ts";
import { of } from "../ticketing/catalogue/queries.ts";
import { type Check, organisationsOf } from "./check.ts";
import {
  accountVersions,
  campaignVersions,
  customerVersions,
  deliveryVersions,
  loyaltyAccountVersions,
  type VersionRow,
} from "./queries.ts";

const batch = 2_000;
/** What is never changed has one version, and other checks see that it is told. */
type Unchanging = "transaction" | "order" | "seats" | "scan" | "ticket-value";
const versioned: Readonly<Record<Exclude<Entity, Unchanging>, Statement<VersionRow>>> = {
  customer: customerVersions,
  account: accountVersions,
  delivery: deliveryVersions,
  "loyalty-account": loyaltyAccountVersions,
  campaign: campaignVersions,
  ...(Object.fromEntries(kinds.map((kind) => [kind.name, of(kind).versions])) as Record<CatalogueEntity, Statement<VersionRow>>),
};

/** Nothing was changed without being told. */
export const versionsCheck: Check = {
  name: "versions",
  holds: "everything has the version that the change log has last told of it",
  async *faults({ db, slug: only, looked }) {
    for (const { orgId, slug } of await organisationsOf({ db, slug: only }))
      for (const [kind, versions] of Object.entries(versioned))
        for (let after = 0; ; ) {
          const rows = await db.read(versions, [orgId, after, batch]);
          looked?.(rows.length);
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
