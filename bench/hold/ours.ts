// The core function that holds seats, with the sequencer that tells of them, in a process of its own.
import fastify from "fastify";
import { loadConfig } from "../../src/config.ts";
import { startSequencer } from "../../src/core/audit/sequencer.ts";
import type { Caller } from "../../src/core/core.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { holdFor } from "../../src/core/ticketing/inventory/hold.ts";
import { createCore } from "../../src/parts.ts";
import { openDatabase } from "../../src/platform/database/database.ts";
import { anywhere, connections, eventId, holdMs, perSecond } from "./stadium.ts";

const config = loadConfig(process.env);
const db = openDatabase({ url: config.databaseUrl! }, { writers: connections, readers: 2 });
const core = createCore(config, db);
const caller: Caller = {
  orgId: Number(process.env.BENCH_ORG_ID),
  timeZone: "America/New_York",
  keyId: core.ids.uuid(),
  userName: "webshop",
  protocol: "archtics",
  call: "seats_hold_specific",
  requestId: "bench",
};
startSequencer(core, (error) => console.error(error));

async function hold(seats: number): Promise<void> {
  try {
    await holdFor(core, caller, { eventId, runs: [anywhere(seats)], until: new Date(Date.now() + holdMs) });
  } catch (error) {
    // Drawn twice within a moment.
    if (!(error instanceof Refusal && error.refusal === "seats-not-open")) throw error;
  }
}

const app = fastify({ logger: false });
app.get<{ Querystring: { seconds: string; seats: string } }>("/run", async ({ query }) =>
  String(await perSecond(() => hold(Number(query.seats)), Number(query.seconds))),
);
app.get("/readyz", async () => "ready");
await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
