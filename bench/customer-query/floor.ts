// The floor of customer_query: what this Node, Fastify, driver and statement can do when nothing else is done. A process of its own.
import fastify from "fastify";
import { loadConfig } from "../../src/config.ts";
import { profileByAccount } from "../../src/core/customers/queries.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { timeZone } from "../support/organisation.ts";
import { path } from "../support/requests.ts";
import { answerOf, type ProfileRow } from "./floor-answer.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const clients = await Promise.all(
  Array.from({ length: config.readConnections }, () => connect({ url: config.databaseUrl }, "floor")),
);
const { name, text, rowMode } = profileByAccount;
let next = 0;
const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => done(null, body));

app.post(path, async (request, reply) => {
  const { command1 } = JSON.parse(request.body as string);
  const values = [orgId, command1.acct_id, timeZone, null];
  const { rows } = await clients[next++ % clients.length]!.query({ name, text, rowMode: rowMode!, values });
  reply.header("content-type", "application/json;charset=UTF-8");
  return JSON.stringify(answerOf(rows[0] as unknown as ProfileRow));
});
app.get("/readyz", async () => "ready");
app.get("/rss", async () => String(process.memoryUsage.rss()));

await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
