// A process of its own: it breaks what it runs on, for a long time.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "../../src/platform/database/connection.ts";
import { campaigns } from "../protocols/loyalty/ledger.ts";
import { john } from "../protocols/loyalty/support.ts";
import { rounds } from "../support/counts.ts";
import { recovered } from "../support/recovered.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { entriesByDescription, unevenBalances } from "./queries.ts";

const dataDir = mkdtempSync(join(tmpdir(), "willcall-ledger-"));
chmodSync(dataDir, 0o755);
after(() => rmSync(dataDir, { recursive: true, force: true }));

const codes = ["012345678912345", "89898989898989", "0123456789012345"];
const { points, giftcard } = campaigns;
const start = (): Promise<TestServer> => startServer({ dataDir, env: { WORKERS: "2" } });

/** An answer's JSON; throws when there is none, as when the server was killed. */
async function call(server: TestServer, type: string, values: Record<string, string>) {
  const body = new URLSearchParams({ ...john, type, output: "JSON", ...values });
  const response = await fetch(new URL("/api.php", server.url), { method: "POST", body });
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  return (await response.json()) as any;
}

async function database<T>(work: (client: Awaited<ReturnType<typeof connect>>) => Promise<T>): Promise<T> {
  const client = await connect(await recovered(dataDir), "test");
  return work(client).finally(() => client.end());
}

const postmasterPid = (): number => {
  const file = join(dataDir, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : Number.NaN;
};

/** What was asked for, by its description, and whether it was answered. */
const asked = new Map<string, boolean>();
let answered = 0;

async function lanes(server: TestServer, round: number, isOver: () => boolean): Promise<void> {
  const lane = async (number: number): Promise<void> => {
    for (let i = 0; !isOver(); i++) {
      const authorization = `kill ${round}-${number}-${i}`;
      asked.set(authorization, false);
      try {
        const values = { campaign_id: points, code: codes[(number + i) % codes.length]!, amount: "0.07", authorization };
        const { status } = await call(server, "record_activity", values);
        assert.equal(status, "success", authorization);
        asked.set(authorization, true);
        answered++;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        await pause(20);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, number) => lane(number)));
}

describe("the ledger", () => {
  it("gives a customer's last points to one of 16 who redeem them at once", async () => {
    const server = await start();
    for (let round = 0; round < rounds(20); round++) {
      for (const [campaign_id, amount, reward] of [
        [points, "10.00", { custom_points_redeem: "1000" }],
        [giftcard, "10.00", { reward_to_redeem: "10.00" }],
      ] as const) {
        const who = { campaign_id, code: codes[0]! };
        assert.equal((await call(server, "record_activity", { ...who, amount })).status, "success");
        const answers = await Promise.all(Array.from({ length: 16 }, () => call(server, "redeem", { ...who, ...reward })));
        assert.equal(answers.filter(({ status }) => status === "success").length, 1);
        for (const { status, error } of answers) if (status !== "success") assert.match(error, /balance/);
        const { campaign } = await call(server, "customer_balance", { ...who, transactions_number: "0" });
        assert.match(campaign.customer.balance, /^0(\.00)?$/);
      }
    }
    assert.equal(await server.stop(), 0);
  });

  it("has every answered transaction once, though server and database are killed while they are recorded", async () => {
    const wanted = rounds(5_000);
    for (let round = 0; answered < wanted; round++) {
      const server = await start();
      let over = false;
      const loading = lanes(server, round, () => over);
      await pause(1_000 + Math.random() * 2_000);
      if (round % 3 !== 1) process.kill(postmasterPid(), "SIGKILL");
      // Without its database the server goes on, and finds out what became of what it had sent.
      if (round % 3 === 2) await pause(1_500);
      await server.kill();
      over = true;
      await loading;
    }
    const server = await start();
    await database(async (client) => {
      const found = new Map(
        (await client.query(entriesByDescription, ["kill %"])).rows.map((row) => [row.description, row.count]),
      );
      for (const [description, isAnswered] of asked) {
        const count = found.get(description) ?? 0;
        assert.ok(isAnswered ? count === 1 : count <= 1, `${description} is there ${count} times`);
      }
      assert.deepEqual((await client.query(unevenBalances)).rows, []);
    });
    assert.equal(await server.stop(), 0);
  });
});
