import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";

const { command } = await testApp();

describe("ping", () => {
  it("refuses an unknown user", async () => {
    const { status, answer } = await command({ cmd: "ping", uid: "nobody" });
    assert.equal(status, 200);
    assert.deepEqual([answer.result, answer.sql_code], [5010, -140]);
  });

  it("tells real figures", async () => {
    const { answer } = await command({ cmd: "Ping", ref: "r1" });
    assert.equal(answer.result, 0);
    assert.equal(answer.cmd, "Ping");
    assert.equal(answer.ref, "r1");
    assert.equal(answer.db_name, "apigee");
    assert.ok(answer.db_connections >= 1);
    assert.equal(answer.active_requests, 1);
    assert.ok(answer.cpu_usage > 0);
  });
});
