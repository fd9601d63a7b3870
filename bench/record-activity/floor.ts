// The floors of record_activity: its statement, and an update of one row by its primary key, over the bare driver, behind a bare Fastify handler or by themselves. A process of its own.
import { randomBytes } from "node:crypto";
import fastify from "fastify";
import pg from "pg";
import { loadConfig } from "../../src/config.ts";
import { type PostedRow, postEntryByCode, type ReceiptCustomer } from "../../src/core/loyalty/ledger/queries.ts";
import { clientConfig } from "../../src/platform/database/connection.ts";
import { randomIds } from "../../src/platform/ids.ts";
import { accounts, codePrefix } from "../support/organisation.ts";
import { answerOf } from "./floor-answer.ts";
import { campaignId, connections } from "./request.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const pool = new pg.Pool({ ...clientConfig({ url: config.databaseUrl }, "floor"), max: connections });
// Above all that the server under test gives out.
let entryId = Date.now() * 1_000;

async function post(form: URLSearchParams): Promise<string> {
  const [writeId, at] = [randomIds.uuid(), new Date()];
  const { name, text } = postEntryByCode;
  const description = form.get("authorization");
  const values = [
    ...[orgId, ++entryId, writeId, at, form.get("code"), null, campaignId, 1, 0, "activity", 995, 995, 995, null, null],
    ...[description, null, at, null, null, null, randomBytes(16), 1, null],
    ...[randomIds.uuid(), "till", "loyalty", "record_activity", "floor"],
  ];
  const { rows } = await pool.query<PostedRow & ReceiptCustomer>({ name, text, values });
  return answerOf(entryId, rows[0]!, description!);
}

async function update(code: string): Promise<string> {
  const text =
    "UPDATE ledger_balances SET balance = balance + 995 WHERE org_id = $1 AND customer_id = $2 AND campaign_id = $3 AND item_id = 0";
  const { rowCount } = await pool.query({
    name: "bench-update",
    text,
    values: [orgId, code.slice(codePrefix.length), campaignId],
  });
  return JSON.stringify({ status: rowCount === 1 ? "success" : "error" }, null, 2);
}

/** How often a second something is done on all connections. */
async function perSecond(work: () => Promise<unknown>, seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  let done = 0;
  const one = async () => {
    for (; performance.now() < end; done++) await work();
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (done * 1_000) / (performance.now() - began);
}

const anybody = (): string => `${codePrefix}${accounts.first + Math.floor(Math.random() * accounts.count)}`;
const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
for (const [path, work] of [
  ["/api.php", post],
  ["/update", (form: URLSearchParams) => update(form.get("code")!)],
] as const)
  app.post(path, async (request, reply) => {
    reply.header("content-type", "application/json; charset=utf-8");
    return work(new URLSearchParams(request.body as string));
  });
app.get<{ Querystring: { seconds: string } }>("/bare-statement", async ({ query }) => {
  const form = () => new URLSearchParams({ code: anybody(), authorization: "Till 3, bill 1812" });
  return String(await perSecond(() => post(form()), Number(query.seconds)));
});
app.get<{ Querystring: { seconds: string } }>("/bare-update", async ({ query }) =>
  String(await perSecond(() => update(anybody()), Number(query.seconds))),
);
app.get("/readyz", async () => "ready");

await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
