// The floors of record_activity: its statement, and an update of one row by its primary key, over the bare driver. A process of its own that is told what to do by HTTP.
import { randomBytes } from "node:crypto";
import fastify from "fastify";
import type pg from "pg";
import { loadConfig } from "../../src/config.ts";
import { postEntryAlone } from "../../src/core/loyalty/ledger/queries.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { randomIds } from "../../src/platform/ids.ts";
import { accounts, codePrefix } from "../support/organisation.ts";
import { campaignId } from "./request.ts";

const connections = 16;
const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const clients = await Promise.all(Array.from({ length: connections }, () => connect({ url: config.databaseUrl }, "floor")));
// Above all that the server under test gives out.
let entryId = Date.now() * 1_000;

const anybody = (): number => accounts.first + Math.floor(Math.random() * accounts.count);

async function post(client: pg.Client): Promise<void> {
  const [writeId, at, code] = [randomIds.uuid(), new Date(), `${codePrefix}${anybody()}`];
  const { name, text } = postEntryAlone;
  const values = [
    ...[orgId, ++entryId, writeId, at, "loyalty-code", code, null, null, campaignId, 1, 0, "activity", 995, 995, 995, null, null],
    ...["Till 3, bill 1812", null, at, null, null, null, randomBytes(16), 1, null],
    ...[randomIds.uuid(), "till", "loyalty", "record_activity", "floor"],
  ];
  const { rows } = await client.query({ name, text, values });
  if (rows.length !== 1) throw new Error("the statement did nothing");
}

async function update(client: pg.Client): Promise<void> {
  const text = "UPDATE bench_balances SET balance = balance + 995 WHERE org_id = $1 AND customer_id = $2";
  const { rowCount } = await client.query({ name: "bench-update", text, values: [orgId, anybody()] });
  if (rowCount !== 1) throw new Error("the update did nothing");
}

async function perSecond(work: (client: pg.Client) => Promise<void>, seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  let done = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        await work(client);
        done++;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - began);
}

const app = fastify({ logger: false });
app.get<{ Querystring: { seconds: string } }>("/statement", async ({ query }) =>
  String(await perSecond(post, Number(query.seconds))),
);
app.get<{ Querystring: { seconds: string } }>("/update", async ({ query }) =>
  String(await perSecond(update, Number(query.seconds))),
);
app.get("/readyz", async () => "ready");

await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
