// The floor of seats_sold: its SELECT over the bare driver, of an account at random. A process of its own.
import fastify from "fastify";
import pg from "pg";
import { loadConfig } from "../../src/config.ts";
import { readSeatsOf } from "../../src/core/ticketing/tickets/owned.ts";
import { seatsOfAccount } from "../../src/core/ticketing/tickets/queries.ts";
import { clientConfig } from "../../src/platform/database/connection.ts";
import { accounts } from "../support/organisation.ts";
import { season } from "./fill.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const client = new pg.Client(clientConfig({ url: config.databaseUrl! }, "floor"));
await client.connect();
// The values that ours gives to the statement: what it would have run is taken down instead.
let values: unknown[] = [];
const db = {
  async run(_statement: unknown, given: readonly unknown[]) {
    values = [...given];
    return [];
  },
} as never;
const selectors = {
  forward: "INET_FORWARD",
  resale: "INET_RESALE",
  "add-value": "INET_ADD_VALUE",
  print: "INET_PRINT",
  card: "INET_PRINT",
};
const wanted = { alike: [], accountId: accounts.first, itemSet: "INET_SOLD", selectors } as const;
await readSeatsOf({ db, clock: { now: () => new Date() } }, orgId, wanted, null, 5_000);
const { name, text } = seatsOfAccount;
const who = values.indexOf(accounts.first);

const app = fastify({ logger: false });
app.get<{ Querystring: { seconds: string } }>("/p99", async ({ query }) => {
  const took: number[] = [];
  for (const end = performance.now() + Number(query.seconds) * 1_000; performance.now() < end; ) {
    values[who] = accounts.first + Math.floor(Math.random() * season.holders);
    const began = performance.now();
    const { rows } = await client.query({ name, text, values });
    took.push(performance.now() - began);
    if (rows.length !== season.games * season.together) throw new Error(`${rows.length} tickets`);
  }
  took.sort((a, b) => a - b);
  return { calls: took.length, p50: took[took.length >> 1], p99: took[Math.floor(took.length * 0.99)] };
});
app.get("/readyz", async () => "ready");
await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
