import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { connect } from "../../src/platform/database/connection.ts";
import type { Statement } from "../../src/platform/database/statement.ts";
import { testDatabase } from "../support/database.ts";
import { directoryTables } from "./directory-tables.ts";
import { forbiddenFaults } from "./forbidden.ts";
import { tablesOf } from "./migrations.ts";
import { prepare } from "./queries.ts";
import { parse, type SourceFile, sourceFiles } from "./source.ts";
import { tenantFaults } from "./tenant.ts";

/** Statements that belong to no single organisation, and why. */
const exempt: Readonly<Record<string, string>> = {
  "organisations-to-number": "the sequencer asks which organisations have changes to number; it then works in one at a time",
  "organisations-with-mail": "the mail sender asks which organisations have mails to send; it then works in one at a time",
  "organisations-with-old-mail":
    "the mail sender asks where there are mails to forget; it then works in one organisation at a time",
  "mail-counts": "counts the mails of the whole server, for doctor",
  "organisations-with-due": "the ledger's jobs ask where something is due; they then work in one organisation at a time",
  "organisations-to-seal": "the sequencer asks which organisations have changes to seal; it then works in one at a time",
};

const files = sourceFiles("src/{core,platform}/**/queries.ts");
const tables = new Set(
  sourceFiles("migrations/*.sql")
    .flatMap(({ text }) => tablesOf(text).map(({ name }) => name))
    .filter((name) => !(name in directoryTables)),
);

/** The statements that a module exports, and how many it declares. */
async function statementsIn({
  path,
  text,
}: SourceFile): Promise<{ made: boolean; declared: number; found: Statement<unknown>[] }> {
  const module: Record<string, unknown> = await import(new URL(`../../${path}`, import.meta.url).href);
  // A list is of statements that are made from declarations, many from one text.
  const found = Object.values(module)
    .flat()
    .filter((one): one is Statement<unknown> => {
      const { name, text: sql } = (one ?? {}) as Partial<Statement<unknown>>;
      return typeof name === "string" && typeof sql === "string";
    });
  return {
    made: found.length > Object.values(module).filter((one) => found.includes(one as never)).length,
    declared: [...parse(text).code.matchAll(/\bstatement\s*(<[\s\S]*?>)?\(/g)].length,
    found,
  };
}

const modules = await Promise.all(files.map(async (file) => ({ file, ...(await statementsIn(file)) })));
const statements = modules.flatMap(({ found }) => found);

describe("statements", () => {
  it("are exported, so that these tests see them all", () => {
    for (const { file, declared, found, made } of modules)
      assert.ok(made ? found.length >= declared : found.length === declared, file.path);
    assert.equal(modules.filter(({ made }) => made).length, 1);
    assert.ok(statements.length > 50);
  });

  it("have a name each", () => assert.equal(new Set(statements.map(({ name }) => name)).size, statements.length));

  it("belong to one organisation, but for those that find it", () => {
    const faults = statements.filter(({ name }) => !(name in exempt)).map(({ name, text }) => [name, tenantFaults(text, tables)]);
    assert.deepEqual(
      faults.filter(([, found]) => found!.length > 0),
      [],
    );
  });

  it("are exempted only where they must be", () => {
    const faulty = statements.filter(({ text }) => tenantFaults(text, tables).length > 0).map(({ name }) => name);
    assert.deepEqual(faulty.sort(), Object.keys(exempt).sort());
  });

  it("run on every PostgreSQL and do the same at any time", () => {
    const faults = statements.map(({ name, text }) => [name, forbiddenFaults(text)]);
    assert.deepEqual(
      faults.filter(([, found]) => found!.length > 0),
      [],
    );
  });
});

describe("PostgreSQL", () => {
  it("accepts every statement against the schema", async () => {
    const client = await connect(await testDatabase("empty"), "test", { pipeline: false } as never);
    after(() => client.end());
    const faults: string[] = [];
    const check = async ({ name, text }: Statement<unknown>): Promise<void> => {
      try {
        for (const sql of prepare(text)) await client.query(sql);
      } catch (error) {
        faults.push(`${name}: ${(error as Error).message}`);
      }
    };
    for (const statement of statements) await check(statement);
    assert.deepEqual(faults, []);
    await check({ name: "planted", text: "SELECT family_nam FROM customers WHERE org_id = $1" });
    assert.deepEqual(faults, ['planted: column "family_nam" does not exist']);
  });
});

describe("the check of a statement's organisation", () => {
  for (const [sql, ...want] of [
    ["SELECT * FROM accounts WHERE account_id = $1", "accounts"],
    ["SELECT * FROM accounts WHERE org_id = $2", "accounts"],
    ["SELECT * FROM accounts WHERE org_id = $1 OR locked", "accounts"],
    ["SELECT * FROM accounts WHERE locked OR org_id = $1", "accounts"],
    ["SELECT * FROM accounts WHERE locked OR (org_id = $1 AND type = 'x')", "accounts"],
    ["SELECT * FROM accounts WHERE NOT (org_id = $1)", "accounts"],
    ["SELECT org_id = $1 FROM accounts", "accounts"],
    ["SELECT * FROM accounts a JOIN customers c ON c.customer_id = a.primary_customer_id WHERE a.org_id = $1", "customers c"],
    ["SELECT * FROM accounts a, customers c WHERE a.org_id = $1", "customers c"],
    [
      "SELECT * FROM accounts a WHERE a.org_id = $1 AND EXISTS (SELECT 1 FROM customers c WHERE c.customer_id = 1)",
      "customers c",
    ],
    ["SELECT * FROM accounts a JOIN customers c ON c.org_id = a.org_id", "accounts a", "customers c"],
    ["SELECT 1 FROM accounts WHERE org_id = $1 UNION ALL SELECT 1 FROM customers", "customers"],
    ["WITH x AS (SELECT * FROM customers) SELECT * FROM x WHERE org_id = $1", "customers"],
    ["UPDATE accounts SET locked = true WHERE account_id = $1", "accounts"],
    ["UPDATE accounts SET org_id = $1 WHERE account_id = $2", "org_id is never changed", "accounts"],
    ["DELETE FROM accounts", "accounts"],
    ["DELETE FROM accounts a USING customers c WHERE a.org_id = c.org_id", "accounts a"],
    ["INSERT INTO accounts (account_id, org_id) VALUES ($2, $1)", "accounts: org_id is not the first"],
    ["INSERT INTO accounts VALUES ($1, $2)", "accounts: org_id is not the first"],
    ["INSERT INTO accounts (org_id, account_id) VALUES ($2, $1)", "accounts: the org_id inserted"],
    ["INSERT INTO accounts (org_id, account_id) VALUES ($1, $2), ($3, $4)", "accounts: the org_id inserted"],
    ["INSERT INTO accounts (org_id, account_id) SELECT org_id, 1 FROM customers", "accounts: the org_id inserted", "customers"],
  ] as const) {
    it(`catches ${sql}`, () => {
      const faults = tenantFaults(sql, tables);
      assert.equal(faults.length, want.length, faults.join("; "));
      for (const [i, start] of want.entries()) assert.ok(faults[i]!.startsWith(start), faults[i]);
    });
  }

  for (const sql of [
    "SELECT * FROM accounts WHERE org_id = $1 AND (locked OR type = 'x') FOR UPDATE",
    "SELECT * FROM accounts AS a LEFT JOIN customers c ON c.org_id = a.org_id WHERE a.org_id = $1",
    "SELECT (SELECT 1 FROM customers c WHERE c.org_id = a.org_id) FROM accounts a WHERE a.org_id = $1",
    "SELECT 1 FROM accounts WHERE org_id = $1 AND updated_at IS DISTINCT FROM created_at",
    "INSERT INTO accounts (org_id, account_id) VALUES ($1, lower($2)), ($1, $3) ON CONFLICT DO NOTHING",
    "INSERT INTO counters (org_id, last) SELECT $1, 1 ON CONFLICT (org_id) DO UPDATE SET last = excluded.last",
    "SELECT version FROM directory_version",
  ]) {
    it(`passes ${sql}`, () => assert.deepEqual(tenantFaults(sql, tables), []));
  }
});
