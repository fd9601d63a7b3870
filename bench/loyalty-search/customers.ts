import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import type { Core } from "../../src/core/core.ts";
import { blankCustomer } from "../../src/core/customers/customer.ts";
import { gramsOf } from "../../src/core/customers/search-grams.ts";
import { noIdentifiers } from "../../src/core/identity/identifiers.ts";
import { plainUser, sendUser } from "../../src/core/loyalty/users.ts";
import { createOrganisation } from "../../src/core/organisations/set-up.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";
import { namesOf } from "./names.ts";

export const accountId = "bench-search";
export const userName = "searcher";
export const userKey = "wc_bench_searcher";

const towns = ["Reston", "Newark", "Albany", "Boston", "Trenton", "Ithaca", "Dover"];
const cut = 20_000;

/** What a customer is found by, besides names. */
export const codeOf = (number: number): string => String(4_000_000_000_000_000 + number * 7_919);

/** An organisation of its own with customers numbered from 1 on, each with the grams that a server would give it. */
export async function makeCustomers(core: Core, target: ConnectionTarget, count: number): Promise<void> {
  const names = [{ protocol: "loyalty", name: accountId }] as const;
  const more = { timeZone: "America/New_York", currency: "USD", lastCustomer: count, names };
  const orgId = await createOrganisation(core, { slug: accountId, name: "Search", ...more });
  const user = { ...plainUser, userName, role: "administrator", callsPerMinute: 10_000_000, keys: [userKey] } as const;
  await core.db.transaction(async (tx) => sendUser(tx, core, orgId, user, core.clock.now()));
  const client = await connect(target, "bench", { pipeline: false, statement_timeout: 0, query_timeout: 0 } as never);
  const copy = async (into: string, lines: (number: number) => string): Promise<void> => {
    for (let at = 1; at <= count; at += cut) {
      const stream = client.query(copyFrom(`COPY ${into} FROM STDIN`));
      const numbers = Array.from({ length: Math.min(cut, count - at + 1) }, (_, i) => at + i);
      stream.end(numbers.map(lines).join(""));
      await once(stream, "finish");
    }
  };
  try {
    await copy(
      "customers (org_id, customer_id, kind, given_name, family_name, phone_day, city, access_level, registered, version, created_at, updated_at, search_grams)",
      (number) => {
        const data = {
          ...blankCustomer,
          ...namesOf(number),
          phoneDay: `703${String((number * 7_919) % 10_000_000).padStart(7, "0")}`,
          city: towns[number % towns.length]!,
        };
        const identifiers = { ...noIdentifiers, loyaltyCode: codeOf(number), email: { value: emailOf(number), valid: true } };
        const grams = `{${gramsOf(orgId, data, identifiers).join(",")}}`;
        const { givenName, familyName, phoneDay, city } = data;
        return `${[orgId, number, "individual", givenName, familyName, phoneDay, city, "full", "t", 1, "now", "now", grams].join("\t")}\n`;
      },
    );
    await copy("identifiers (org_id, customer_id, kind, type, value_key, value, exclusive, created_at)", (number) => {
      const row = (kind: string, value: string, exclusive: string) =>
        `${[orgId, number, kind, "", value, value, exclusive, "now"].join("\t")}\n`;
      return row("loyalty-code", codeOf(number), "t") + row("email", emailOf(number), "f");
    });
    await client.query("VACUUM (ANALYZE) customers, identifiers");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}

function emailOf(number: number): string {
  const { givenName, familyName } = namesOf(number);
  return `${givenName}.${familyName}${number % 100}@bench.invalid`.toLowerCase();
}
