import assert from "node:assert/strict";
import { describe, it } from "node:test";
import pg from "pg";
import { type ConnectionTarget, clientConfig } from "../../../../src/platform/database/connection.ts";
import { inDatabase, searching } from "../../../../src/platform/database/transfer/target.ts";

const parts = { host: "/run", port: 5432, user: "u", password: "p", database: "d" };

/** What the driver makes of a target. */
function read(target: ConnectionTarget): { database?: string; host: string; user?: string; options?: string } {
  const client = new pg.Client(clientConfig(target, "test"));
  const { options } = (client as unknown as { connectionParameters: { options?: string } }).connectionParameters;
  return { database: client.database, host: client.host, user: client.user, options };
}

describe("a target", () => {
  for (const target of [
    parts,
    { ...parts, options: "-c work_mem=8MB" },
    { url: "postgresql://u:p%2Fq%3F@h:5432/d" },
    { url: "postgres://u@h/d?sslmode=disable" },
    { url: "postgresql://u@/d?host=/run" },
    { url: "postgresql://u:p@h" },
    { url: "postgresql://u:p@h?options=-c%20work_mem%3D8MB" },
  ] as ConnectionTarget[]) {
    it(`can be another database of the same server: ${JSON.stringify(target)}`, () =>
      assert.deepEqual(read(inDatabase(target, "other")), { ...read(target), database: "other" }));

    it(`can be a schema of its database: ${JSON.stringify(target)}`, () => {
      const { options } = read(target);
      const wanted = options ? `${options} -c search_path=s` : "-c search_path=s";
      assert.deepEqual(read(searching(target, "s")), { ...read(target), options: wanted });
    });
  }
});
