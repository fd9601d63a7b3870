// The floor of GetCustomer: what this Node, Fastify, driver and statement can do when nothing else is done. A process of its own.
import fastify from "fastify";
import { loadConfig } from "../../src/config.ts";
import { recordOf } from "../../src/core/customers/queries.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { timeZone } from "../support/organisation.ts";
import { path } from "./request.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const clients = await Promise.all(
  Array.from({ length: config.readConnections }, () => connect({ url: config.databaseUrl }, "floor")),
);
const { name, text, rowMode } = recordOf;
let next = 0;
const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => done(null, body));

type Row = readonly (string | number | boolean | null)[] & {
  readonly 6: readonly [string, string, string, string | null, boolean][];
};

/** The answer that ours gives for a row, written down by hand: no tables, no checks. */
function answerOf(row: Row): object {
  const given = (value: unknown) => value ?? "";
  return {
    status: { code: 101, details: "OK" },
    customer: {
      customer_id: row[0],
      customer_ref: `C${String(row[0]).padStart(6, "0")}`,
      external_customer_ref: given(row[6].find((one) => one[0] === "external-reference")?.[2]),
      created: row[2],
      last_modified: row[3],
      title: given(row[11]),
      first_name: given(row[8]),
      last_name: given(row[10]),
      gender: row[27] === "M" ? "Male" : row[27] === "F" ? "Female" : "",
      dob: given(row[26]),
      address: {
        line_1: given(row[13]),
        line_2: given(row[14]),
        line_3: given(row[15]),
        city: given(row[16]),
        county: given(row[17]),
        postal_code: given(row[18]),
      },
      email_address: given(row[6].find((one) => one[0] === "email")?.[2]),
      tel_number_1: given(row[20]),
      tel_number_2: given(row[23]),
      active: true,
    },
  };
}

app.post(path, async (request, reply) => {
  const { customer_id: id } = JSON.parse(request.body as string);
  const values = [orgId, timeZone, id, null];
  const { rows } = await clients[next++ % clients.length]!.query({ name, text, rowMode: rowMode!, values });
  reply.header("content-type", "application/json; charset=utf-8");
  return JSON.stringify(answerOf(rows[0] as unknown as Row));
});
app.get("/readyz", async () => "ready");

await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
