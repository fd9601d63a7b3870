// The floors of a hold: its statement, and an update of one row by its primary key, over the bare driver. A process of its own.
import { randomBytes } from "node:crypto";
import fastify from "fastify";
import pg from "pg";
import { loadConfig } from "../../src/config.ts";
import { holdSeat, holdSeats } from "../../src/core/ticketing/inventory/queries.ts";
import { clientConfig } from "../../src/platform/database/connection.ts";
import { randomIds } from "../../src/platform/ids.ts";
import { anywhere, connections, eventId, holdMs, perSecond } from "./stadium.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const pool = new pg.Pool({ ...clientConfig({ url: config.databaseUrl! }, "floor"), max: connections });
// Above all that the process under test gives out.
let moveId = Date.now() * 1_000;
let orderId = 1_000_000_000;
const keyId = randomIds.uuid();

const numbers = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

async function hold(seats: number): Promise<void> {
  const { rowId, firstSeat } = anywhere(seats);
  const at = new Date();
  const head: unknown[] = [orgId, eventId, ++orderId, new Date(at.getTime() + holdMs), at];
  const by = [null, randomIds.uuid(), keyId, "webshop", "archtics", "seats_hold_specific", "floor"];
  const values =
    seats === 1
      ? [...head, rowId, firstSeat, ++moveId, randomBytes(16), ...by]
      : [
          ...head,
          Array(seats).fill(rowId),
          numbers(firstSeat, seats),
          [++moveId],
          [rowId],
          [firstSeat],
          [seats],
          [randomBytes(16)],
          ...by,
        ];
  const { name, text } = seats === 1 ? holdSeat : holdSeats;
  await pool.query({ name, text, values });
}

async function update(): Promise<void> {
  const { rowId, firstSeat } = anywhere(1);
  const text = "UPDATE event_seats SET held_until = $5 WHERE org_id = $1 AND event_id = $2 AND row_id = $3 AND seat = $4";
  await pool.query({ name: "bench-update", text, values: [orgId, eventId, rowId, firstSeat, new Date()] });
}

const app = fastify({ logger: false });
app.get<{ Querystring: { seconds: string; seats: string } }>("/run", async ({ query }) =>
  String(await perSecond(() => hold(Number(query.seats)), Number(query.seconds))),
);
app.get<{ Querystring: { seconds: string } }>("/update", async ({ query }) =>
  String(await perSecond(update, Number(query.seconds))),
);
app.get("/readyz", async () => "ready");
await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
