import type { Core } from "../../src/core/core.ts";
import { plainUser, sendUser } from "../../src/core/loyalty/users.ts";
import { createOrganisation, createUser } from "../../src/core/organisations/set-up.ts";
import { type ConnectionTarget, connect } from "../../src/platform/database/connection.ts";

/** What the benches call with, and the accounts that are there: nine digits each, so that all requests have one length. */
export const dsn = "bench";
export const key = "wc_bench";
export const uid = "webshop";
export const company = "9100";
export const branchKey = "wc_bench_branch";
export const loyaltyName = "bench";
export const loyaltyUser = "till";
export const loyaltyKey = "wc_bench_till";
/** What codes begin with; the customer's number follows. */
export const codePrefix = "4444444";
export const accounts = { first: 100_000_001, count: 100_000 };
export const timeZone = "America/New_York";

const limit = 10_000_000;

/** Makes the benches' organisation: a user, a key with limits that are counted and never reached, and the customers. Gives its id. */
export async function makeOrganisation(core: Core, target: ConnectionTarget): Promise<number> {
  const orgId = await createOrganisation(core, {
    slug: "bench",
    name: "Bench",
    timeZone,
    currency: "USD",
    names: [
      { protocol: "archtics", name: dsn },
      { protocol: "delivery", name: company },
      { protocol: "loyalty", name: loyaltyName },
    ],
    branches: [{ company, branch: 1, name: "Bench" }],
    alternateIdTypes: ["MSCRM"],
    lastAccount: accounts.first + accounts.count,
    lastCustomer: accounts.first + accounts.count,
    keys: [
      { key, label: "Bench", protocol: "archtics", products: ["sth-buy"], callsPerMinute: limit, callsPerDay: limit },
      { key: branchKey, label: "Bench", protocol: "delivery", products: [], names: [company], branch: 1, callsPerMinute: limit },
    ],
  });
  await createUser(core, core.hasher, { orgId, userName: uid });
  await core.db.transaction(async (tx) => {
    const till = { ...plainUser, userName: loyaltyUser, role: "clerk", keys: [loyaltyKey], callsPerMinute: limit } as const;
    sendUser(tx, core, orgId, till, core.clock.now());
  });
  const pinHash = await core.hasher.slots.run(() => core.hasher.hash("2468"));
  await insertCustomers(target, orgId, pinHash);
  return orgId;
}

/** The customers, each with an account, an e-mail, an alternate id and a loyalty code. All have one PIN, as hashing each takes an hour. */
async function insertCustomers(target: ConnectionTarget, orgId: number, pinHash: string): Promise<void> {
  const client = await connect(target, "bench", { statement_timeout: 0, query_timeout: 0 });
  const last = accounts.first + accounts.count - 1;
  const each = `FROM generate_series(${accounts.first}, ${last}) AS n`;
  const names = (list: string) => `('{${list}}'::text[])`;
  try {
    await client.query(`
      INSERT INTO customers (org_id, customer_id, kind, given_name, middle_name, family_name, title, address_1, city, region, postal_code,
        country, phone_day, phone_mobile, birth_date, gender, email_opt_out, email_format, text_messages, access_level, pin_hash, version,
        created_at, updated_at, search_grams)
      SELECT ${orgId}, n, 'individual', ${names("Lisa,John,Maria,Omar,Chen,Zoë,Peter,Ingrid")}[1 + n % 8], chr(65 + n % 26),
        ${names("Smith,Public,García,Holder,Okafor,Lindström,Murphy")}[1 + n % 7] || ' ' || n % 1000, 'Ms.', n % 9000 || ' Rosedown Drive',
        ${names("Reston,Newark,Albany,Boston,Trenton")}[1 + n % 5], ${names("VA,NJ,NY,MA")}[1 + n % 4], lpad((n % 100000)::text, 5, '0'),
        'USA', '703' || lpad((n % 10000000)::text, 7, '0'), '571' || lpad((n % 10000000)::text, 7, '0'), date '1950-01-01' + n % 20000,
        CASE n % 2 WHEN 0 THEN 'F' ELSE 'M' END, false, 'html', true, 'full', '${pinHash}', 1, now(), now(), '{}' ${each}`);
    await client.query(`
      INSERT INTO accounts (org_id, account_id, primary_customer_id, type, status, external_id_1, other_info, version, created_at, updated_at)
      SELECT ${orgId}, n, n, 'personal', 'active', (n % 10000)::text,
        jsonb_build_object('1', 'Season ticket holder since ' || 1990 + n % 30, '2', 'Section ' || n % 300), 1, now(), now() ${each}`);
    await client.query(`
      INSERT INTO account_names (org_id, account_id, customer_id, nickname, nickname_order)
      SELECT ${orgId}, n, n, 'Family seats', 0 ${each}`);
    const [email, code] = ["'fan' || n || '@bench.invalid'", `'${codePrefix}' || n`];
    for (const [kind, type, value, exclusive] of [
      ["email", "", email, true],
      ["loyalty-code", "", code, true],
      ["alternate-id", "MSCRM", "upper(md5(n::text))", false],
    ]) {
      await client.query(`
        INSERT INTO identifiers (org_id, customer_id, kind, type, value_key, value, exclusive, created_at)
        SELECT ${orgId}, n, '${kind}', '${type}', ${value}, ${value}, ${exclusive}, now() ${each}`);
    }
    await client.query("VACUUM (ANALYZE) customers, accounts, account_names, identifiers");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}
