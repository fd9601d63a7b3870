import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, connect as reach, type Socket } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import pg from "pg";
import { systemClock } from "../../../src/platform/clock.ts";
import { type ConnectionTarget, connect } from "../../../src/platform/database/connection.ts";
import { DatabaseUnavailable } from "../../../src/platform/database/errors.ts";
import { migrate, migrations } from "../../../src/platform/database/migrate.ts";
import { bareDatabase } from "../../support/database.ts";
import { refusedStart } from "../../support/refused-start.ts";
import { urlOf } from "../../support/server.ts";

/** Leads to a database, and asks `hear` before it passes on what a client says; false loses the connection. It goes when the file ends. */
async function listeningIn(
  target: ConnectionTarget,
  hear: (nth: number, said: Buffer) => boolean | Promise<boolean>,
): Promise<ConnectionTarget> {
  const there = new pg.Client("url" in target ? { connectionString: target.url } : { ...target });
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = there.host.startsWith("/") ? reach(join(there.host, `.s.PGSQL.${there.port}`)) : reach(there.port, there.host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        near.destroy();
        far.destroy();
      });
    }
    let spoken = 0;
    near.on("data", async (data) => {
      if (await hear(++spoken, data)) far.write(data);
      else near.destroy();
    });
    far.on("data", (data) => near.write(data));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { host: "127.0.0.1", port, user: there.user!, password: there.password as string, database: there.database! };
}

describe("a database that goes while a server starts", () => {
  it("is said to be unavailable whenever it went, and the next start goes on from there", async () => {
    const target = await bareDatabase();
    let last = 1;
    const through = await listeningIn(target, (nth) => nth !== last);
    for (let done = false; !done; last++) {
      try {
        await migrate(through, systemClock);
        done = true;
      } catch (error) {
        assert.ok(error instanceof DatabaseUnavailable, `lost at ${last}: ${(error as Error).stack}`);
      }
    }
    assert.ok(last > 20, `it was lost only ${last} times`);
    assert.deepEqual(await migrate(target, systemClock), []);
  });

  it("is what the server names, and no bug of its own", async () => {
    // Its start, its password in two parts, and then a statement.
    for (const moment of [1, 5]) {
      const DATABASE_URL = urlOf(await listeningIn(await bareDatabase(), (nth) => nth !== moment));
      const { status, said } = await refusedStart({ DATABASE_URL });
      assert.equal(status, 1, said);
      assert.match(said, /^error: the database cannot be reached: .*DATABASE_URL/m);
      assert.doesNotMatch(said, /bug|\n\s+at /);
    }
  });
});

describe("a database that another server migrates at the same instant", () => {
  it("is asked again when the table was not there yet and its type was", async () => {
    const target = await bareDatabase();
    const other = await connect(target, "test", { pipeline: false } as never);
    after(() => other.end());
    await other.query("CREATE TYPE schema_migrations AS ENUM ()");
    let asked = 0;
    const through = await listeningIn(target, async (_, said) => {
      if (said.includes("CREATE TABLE IF NOT EXISTS schema_migrations") && ++asked === 2)
        await other.query("DROP TYPE schema_migrations");
      return true;
    });
    assert.deepEqual(
      await migrate(through, systemClock),
      migrations().map(({ name }) => name),
    );
  });
});
