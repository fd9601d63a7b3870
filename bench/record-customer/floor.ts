// The floor of record_customer: the same statements in the same order and with as few waits, over the bare driver, and the same JSON by hand.
import { createHash, randomBytes } from "node:crypto";
import fastify from "fastify";
import pg from "pg";
import { loadConfig } from "../../src/config.ts";
import { isOnAccount } from "../../src/core/accounts/queries.ts";
import { insertChanges, insertWrite } from "../../src/core/audit/queries.ts";
import { customerFields } from "../../src/core/customers/customer.ts";
import { lockCustomer, updateCustomerRow } from "../../src/core/customers/queries.ts";
import { identifiersOf } from "../../src/core/identity/queries.ts";
import { bearers, customFields } from "../../src/core/loyalty/queries.ts";
import { clientConfig, connect } from "../../src/platform/database/connection.ts";
import { randomIds } from "../../src/platform/ids.ts";
import { path } from "./request.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const target = { url: config.databaseUrl };
const readers = await Promise.all(Array.from({ length: config.readConnections }, () => connect(target, "floor")));
const pool = new pg.Pool({ ...clientConfig(target, "floor"), max: config.databaseConnections });
// As many as a customer of the benches has.
const grams = Array.from({ length: 90 }, (_, i) => i * 40_000_001 - 2_000_000_000);
let next = 0;

type Named = { readonly name: string; readonly text: string };
const bound = ({ name, text }: Named, values: unknown[]) => ({ name, text, values });

async function edit(form: URLSearchParams): Promise<string> {
  const code = form.get("code")!;
  const reader = readers[next++ % readers.length]!;
  const found = [orgId, [code], []];
  await reader.query(bound(customFields, [orgId, "customer"]));
  const client = await pool.connect();
  try {
    const [writeId, at] = [randomIds.uuid(), new Date()];
    const sent: Promise<unknown>[] = [
      client.query("BEGIN"),
      client.query(bound(insertWrite, [orgId, writeId, at, randomIds.uuid(), "till", "loyalty", "record_customer", "floor"])),
    ];
    const [bearer] = (await client.query(bound(bearers, found))).rows;
    const key = [orgId, bearer.customer_id];
    const [{ rows }] = await Promise.all([
      client.query(bound(lockCustomer, key)),
      client.query(bound(identifiersOf, key)),
      client.query(bound(isOnAccount, key)),
    ]);
    const row = rows[0];
    const data = { ...row, city: form.get("city"), phoneDay: form.get("phone") };
    const version = Number(row.version) + 1;
    const values = JSON.stringify({ city: [row.city, data.city], phoneDay: [row.phoneDay, data.phoneDay] });
    const salt = randomBytes(16);
    const digest = createHash("sha256").update(salt).update(values).digest();
    const kept = [row.pin_hash, row.pin_temporary, version, at, row.password_hash, row.card_pin_hash, grams];
    sent.push(
      client.query(bound(updateCustomerRow, [...key, ...kept, ...customerFields.map((field) => data[field])])),
      client.query(
        bound(insertChanges, [
          ...[orgId, writeId, at, ["customer"], [key[1]], [version], ["edited"], ["city,phoneDay"]],
          ...[[digest], [salt], [values], [null]],
        ]),
      ),
      client.query("COMMIT"),
    );
    await Promise.all(sent);
    return code;
  } finally {
    client.release();
  }
}

const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
app.post(path, async (request, reply) => {
  const code = await edit(new URLSearchParams(request.body as string));
  reply.header("content-type", "application/json; charset=utf-8");
  return JSON.stringify({ status: "success", customer: { status: "update", code } }, null, 2);
});
app.get("/readyz", async () => "ready");

await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
