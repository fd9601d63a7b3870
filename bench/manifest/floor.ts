// The floor of get_event_manifest: COPY of the rows that it is made from, all in one statement, over the bare driver. A process of its own.
import fastify from "fastify";
import { to } from "pg-copy-streams";
import { loadConfig } from "../../src/config.ts";
import { partsOfEvent } from "../../src/core/ticketing/discovery/manifest/queries.ts";
import { connect } from "../../src/platform/database/connection.ts";
import { stadium } from "./stadium.ts";

const config = loadConfig(process.env);
const orgId = Number(process.env.BENCH_ORG_ID);
const client = await connect({ url: config.databaseUrl }, "floor", { pipeline: false } as never);

// COPY takes no parameters.
const parts = partsOfEvent.text
  .replaceAll("$1", String(orgId))
  .replaceAll("$2", `ARRAY(SELECT r.row_id FROM seat_rows r WHERE r.org_id = ${orgId} ORDER BY r.row_id)`)
  .replaceAll("$3", String(stadium.eventId));
const copy = `COPY (SELECT m.manifest_id, m.name, a.venue_id, a.name, '${stadium.event}', ${stadium.eventId}, s.section_id, s.name, s.description, s.type, s.gate, s.seating, r.name, r.description, r.seat_increment, b.*, c.name, d.name
  FROM (${parts}) b JOIN seat_rows r ON r.org_id = ${orgId} AND r.row_id = b."rowId" JOIN sections s ON s.org_id = ${orgId} AND s.section_id = r.section_id
  JOIN manifests m ON m.org_id = ${orgId} AND m.manifest_id = s.manifest_id JOIN venues a ON a.org_id = ${orgId} AND a.venue_id = m.venue_id
  JOIN hold_classes c ON c.org_id = ${orgId} AND c.hold_class_id = b."classId" LEFT JOIN hold_classes d ON d.org_id = ${orgId} AND d.hold_class_id = b."defaultClassId") TO STDOUT`;

/** The bytes of one COPY. */
async function once(): Promise<number> {
  const stream = client.query(to(copy));
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  return bytes;
}

const app = fastify({ logger: false });
app.get<{ Querystring: { seconds: string } }>("/copy", async ({ query }) => {
  const began = performance.now();
  let bytes = 0;
  let times = 0;
  for (; performance.now() - began < Number(query.seconds) * 1_000; times++) bytes += await once();
  const seconds = (performance.now() - began) / 1_000;
  return { bytes: bytes / seconds, times: times / seconds };
});
app.get("/readyz", async () => "ready");
await app.listen({ host: config.host, port: config.port });
process.on("SIGTERM", () => process.exit());
