import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadSetting, loadConfig } from "../src/config.ts";

describe("a setting", () => {
  const refused: [string, string][] = [
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["PORT", "http"],
    ["WORKERS", "0"],
    ["WORKERS", "129"],
    ["PIN_ATTEMPTS", "0"],
    ["LOG_LEVEL", "loud"],
    ["LOG_LEVEL", "INFO"],
    ["HASH_COST", "cheap"],
    ["PUBLIC_URL", "willcall.example"],
    ["PUBLIC_URL", "ftp://willcall.example"],
    ["PUBLIC_URL", "https://willcall.example/tickets"],
    ["DELIVERY_SESSION_MINUTES", "0"],
  ];
  for (const [name, value] of refused) {
    it(`is refused by its name: ${name}=${value}`, () =>
      assert.throws(
        () => loadConfig({ NODE_ENV: "test", [name]: value }),
        (error) => error instanceof BadSetting && error.message.startsWith(`${name}: `) && error.message.includes(`"${value}"`),
      ));
  }

  for (const url of ["mysql://user:secret@host/db", "host:5432/db", "postgresql://user:secret@host:port/db"]) {
    it(`DATABASE_URL is refused without repeating what may hold a password: ${url}`, () =>
      assert.throws(
        () => loadConfig({ DATABASE_URL: url }),
        (error) =>
          error instanceof BadSetting &&
          /^DATABASE_URL: must be a URL as in/.test(error.message) &&
          !error.message.includes("secret"),
      ));
  }

  it("HASH_COST=test is refused unless NODE_ENV is test, whoever sets it", () => {
    for (const [env, overrides] of [
      [{ HASH_COST: "test" }, {}],
      [{ HASH_COST: "test", NODE_ENV: "production" }, {}],
      [{ NODE_ENV: "production" }, { hashCost: "test" as const }],
    ] as const)
      assert.throws(
        () => loadConfig({ ...env }, overrides),
        (error) => error instanceof BadSetting && /^HASH_COST: /.test(error.message),
      );
    assert.equal(loadConfig({ HASH_COST: "test", NODE_ENV: "test" }).hashCost, "test");
  });

  const incomplete: [Record<string, string>, RegExp][] = [
    [{ TLS_CERT: "cert.pem" }, /^TLS_CERT: needs TLS_KEY/],
    [{ TLS_KEY: "key.pem" }, /^TLS_KEY: needs TLS_CERT/],
    [{ SMTP_URL: "smtp://user:secret@host:25" }, /^SMTP_URL: needs MAIL_FROM too/],
    [{ SMTP_URL: "smtp://host", MAIL_FROM: "nobody" }, /^SMTP_URL: needs MAIL_FROM too/],
    [{ SMTP_URL: "mail://user:secret@host", MAIL_FROM: "a@b.example" }, /^SMTP_URL: must be smtp/],
    [{ SMTP_URL: "smtp://user:secret@host:port", MAIL_FROM: "a@b.example" }, /^SMTP_URL: must be smtp/],
  ];
  for (const [env, said] of incomplete) {
    it(`is refused without what belongs to it, and tells no password: ${Object.entries(env).join(" ")}`, () =>
      assert.throws(
        () => loadConfig(env),
        (error) => error instanceof BadSetting && said.test(error.message) && !error.message.includes("secret"),
      ));
  }

  it("that is empty or blank has its default", () => {
    const { port, workers, logLevel } = loadConfig({ PORT: "", WORKERS: " " });
    assert.deepEqual([port, workers, logLevel], [8080, 1, "info"]);
  });
});
