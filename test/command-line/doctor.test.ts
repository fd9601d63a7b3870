// A process of its own: it sets the environment that commands read.
import assert from "node:assert/strict";
import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import { after, describe, it } from "node:test";
import { connect } from "../../src/platform/database/connection.ts";
import { sandboxKeys } from "../../src/sandbox/sandbox.ts";
import { testDatabase } from "../support/database.ts";
import { makePair, writePair } from "../support/tls.ts";
import { type Ran, runProgram, temporaryFolder, urlOf } from "./helpers.ts";
import { runWithin } from "./in-process.ts";

const target = await testDatabase();
const database = { DATABASE_URL: urlOf(target) };

const doctor = (env: Record<string, string>) => runWithin(["doctor", "--json"], { PORT: "0", ...env });
const of = ({ json }: Ran, check: string) => json.findings.filter((one: { check: string }) => one.check === check);
const status = (ran: Ran, check: string) => of(ran, check).map((one: { status: string }) => one.status);

describe("doctor", () => {
  it("names every setting that can't be used", async () => {
    // In a process of its own, with the environment and the exit status that it has for people.
    const ran = await runProgram(["doctor", "--json"], { ...database, PORT: "many", WORKERS: "0", LOG_LEVEL: "loud" });
    assert.deepEqual([ran.status, ran.json.ok], [1, false]);
    const names = of(ran, "settings").map((one: { message: string }) => one.message.split(":")[0]);
    assert.deepEqual(names.sort(), ["LOG_LEVEL", "PORT", "WORKERS"]);
  });

  it("tells a database that can't be reached, one that is not migrated, and one that is newer", async () => {
    const gone = await doctor({ DATABASE_URL: "postgresql://nobody:secret-word@127.0.0.1:1/none" });
    assert.deepEqual([gone.status, status(gone, "database")], [1, ["problem"]]);
    assert.doesNotMatch(gone.stdout, /secret-word/);

    const other = await testDatabase("empty");
    const client = await connect(other, "test", { pipeline: false } as never);
    await client.query("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'later', now())");
    const newer = await doctor({ DATABASE_URL: urlOf(other) });
    assert.deepEqual([newer.status, status(newer, "schema")], [1, ["problem"]]);
    await client.query("DROP TABLE schema_migrations");
    const bare = await doctor({ DATABASE_URL: urlOf(other) });
    const { rows } = await client.query("SELECT to_regclass('schema_migrations') AS made");
    await client.end();
    assert.deepEqual([bare.status, status(bare, "schema"), rows], [0, ["warning"], [{ made: null }]]);
  });

  it("tells another pepper and a missing one, and makes none", async () => {
    const other = await doctor({ ...database, PEPPER: `1:${Buffer.alloc(32, "another").toString("base64")}` });
    assert.deepEqual([other.status, status(other, "pepper")], [1, ["problem"]]);
    const folder = temporaryFolder();
    const missing = await doctor({ ...database, PEPPER: "", DATA_DIR: folder });
    assert.deepEqual([missing.status, status(missing, "pepper"), readdirSync(folder)], [1, ["problem"], []]);
  });

  it("tells settings of the database that lose what was committed", async () => {
    const ran = await doctor({
      DATABASE_URL: `${database.DATABASE_URL}${database.DATABASE_URL.includes("?") ? "&" : "?"}options=-c%20synchronous_commit%3Doff`,
    });
    assert.deepEqual([ran.status, status(ran, "database")], [1, ["problem"]]);
    assert.match(of(ran, "database")[0].message, /^synchronous_commit is off/);
  });

  it("tells public keys on an address for all, and organisations without a key", async () => {
    const open = await doctor({ ...database, HOST: "0.0.0.0" });
    assert.deepEqual([open.status, status(open, "keys")], [1, sandboxKeys.map(() => "problem")]);
    assert.match(of(open, "keys")[0].advice, /^willcall key revoke [0-9a-f-]{36} --org great-widgets-arena/);
    const slug = ["--slug", "arena", "--name", "Arena", "--time-zone", "UTC", "--currency", "EUR"];
    assert.equal((await runWithin(["org", "create", ...slug], database)).status, 0);
    const keyless = await doctor(database);
    assert.deepEqual([keyless.status, status(keyless, "keys")], [0, [...sandboxKeys.map(() => "warning"), "warning"]]);
    const messages = of(keyless, "keys").map((one: { message: string }) => one.message);
    assert.match(messages[0], /^the sandbox's public key willcall-sandbox is live, and there are other organisations/);
    assert.match(messages.at(-1), /^arena has no live key/);
  });

  it("tells a port that another program has", async () => {
    const server = net.createServer((socket) => socket.on("error", () => {}).end("SSH-2.0\r\n")).listen(0, "127.0.0.1");
    after(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as net.AddressInfo;
    const taken = await doctor({ ...database, PORT: String(port) });
    assert.deepEqual([taken.status, status(taken, "server")], [1, ["problem"]]);
  });

  it("tells a data folder that is none, and makes none that is missing", async () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/file`, "");
    const file = await doctor({ DATA_DIR: `${folder}/file` });
    assert.deepEqual([file.status, status(file, "data folder")], [1, ["problem"]]);
    const missing = await doctor({ DATA_DIR: `${folder}/data`, PEPPER: "" });
    assert.deepEqual([missing.status, status(missing, "data folder"), readdirSync(folder)], [0, ["ok"], ["file"]]);
  });

  it("tells a certificate that ends soon or has ended, a pair that can't be served, and a key that others may read", async () => {
    const [folder, day] = [temporaryFolder(), 86_400_000];
    const pair = (days: number) =>
      makePair(["a"], { from: new Date(Date.now() - 99 * day), until: new Date(Date.now() + days * day) });
    const https = async (files: Record<string, string>) => {
      const ran = await doctor({ ...database, TLS_PORT: "5002", ...files });
      return [
        status(ran, "https"),
        of(ran, "https")
          .map((one: { message: string }) => one.message)
          .join(),
      ];
    };
    const soon = writePair(folder, "soon", await pair(20.5));
    const [warned, said] = await https(soon);
    assert.deepEqual(warned, ["warning"]);
    assert.match(said, /soon\.crt ends in 20 days$/);
    assert.deepEqual((await https(writePair(folder, "ended", await pair(-1))))[0], ["problem"]);
    assert.deepEqual((await https({ ...soon, TLS_KEY: soon.TLS_CERT }))[0], ["problem"]);
    const good = writePair(folder, "good", await pair(100));
    assert.deepEqual((await https(good))[0], ["ok"]);
    chmodSync(good.TLS_KEY, 0o644);
    if (process.platform !== "win32") assert.match((await https(good))[1], /^others on this machine may read .*good\.key$/);
    assert.match((await https({ DATA_DIR: folder }))[1], /^no certificate yet/);
  });

  it("tells mails that wait for a mail server", async () => {
    const other = await testDatabase();
    const client = await connect(other, "test", { pipeline: false } as never);
    await client.query(
      `INSERT INTO mails (org_id, mail_id, recipient, subject, state, due_at, attempts, created_at)
       VALUES (1, gen_random_uuid(), 'a@example.com', 'Hello', 'waiting', now(), 0, now())`,
    );
    await client.end();
    const none = await doctor({ DATABASE_URL: urlOf(other) });
    assert.deepEqual([none.status, status(none, "mail")], [0, ["warning"]]);
    const smtp = { SMTP_URL: "smtp://willcall:secret-word@127.0.0.1", MAIL_FROM: "willcall@example.com" };
    assert.deepEqual(status(await doctor({ DATABASE_URL: urlOf(other), ...smtp }), "mail"), ["ok"]);
    for (const wrong of [
      { SMTP_URL: smtp.SMTP_URL },
      { ...smtp, SMTP_URL: "http://secret-word" },
      { ...smtp, MAIL_FROM: "nobody" },
    ]) {
      const ran = await doctor({ ...database, ...wrong });
      assert.deepEqual([ran.status, status(ran, "settings")], [1, ["problem"]]);
      assert.doesNotMatch(ran.stdout, /secret-word/);
    }
  });

  it("says in plain words that all is well", async () => {
    const { status: ended, stdout } = await runProgram(["doctor"], { ...database, PORT: "0" });
    assert.equal(ended, 0);
    assert.match(
      stdout,
      new RegExp(`^ok {7}node [\\s\\S]*ok {7}schema [\\s\\S]*No problem, warnings: ${sandboxKeys.length + 1}\\.\\n$`),
    );
  });
});
