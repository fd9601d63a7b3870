import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { createLog } from "../src/platform/log.ts";
import type { Overload } from "../src/platform/overload.ts";
import { createTelemetry } from "../src/platform/telemetry.ts";
import { shedding } from "../src/shed.ts";

let overloaded = true;
const overload: Overload = { refuses: () => overloaded, read: (work) => work(), stop: () => {} };
const telemetry = createTelemetry({ database: () => ({ connections: 0, waiting: 0 }), hashing: () => 0 });
const parts = { overload, telemetry, log: createLog("silent"), requestId: () => "r1" };
const server = createServer(shedding((_request, response) => void response.end("the app's"), parts));
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => server.close());

const ask = (path: string) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method: "POST", body: "{}" });

describe("an overloaded server", () => {
  it("refuses a vendor's call with 503 in the protocol's form, and counts it", async () => {
    overloaded = true;
    for (const path of ["/sth-buy/ticketing_services.aspx?dsn=apigee", "/x/TICKETING_SERVICES.ASPX"]) {
      const response = await ask(path);
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      assert.equal(response.headers.get("x-request-id"), "r1");
      const text = await response.text();
      assert.deepEqual(JSON.parse(text), {
        fault: {
          faultstring: "The server is currently unavailable",
          detail: { errorcode: "willcall.Unavailable" },
        },
      });
    }
    assert.match(await telemetry.registry.metrics(), /willcall_requests_total\{status="503"\} 2/);
  });

  it("refuses a call of Pro Delivery Manager in that protocol's form", async () => {
    overloaded = true;
    const response = await ask("/pdm/GetCustomer");
    assert.deepEqual(
      [response.status, await response.json()],
      [503, { status: { code: 500, details: "The service is currently unavailable" } }],
    );
  });

  it("still answers everything else, and everything once it keeps up", async () => {
    overloaded = true;
    for (const path of ["/healthz", "/developers", "/other?x=/ticketing_services.aspx"])
      assert.equal(await (await ask(path)).text(), "the app's");
    overloaded = false;
    assert.equal(await (await ask("/sth-buy/ticketing_services.aspx")).text(), "the app's");
  });
});
