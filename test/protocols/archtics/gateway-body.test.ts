import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { atsHeader, testApp } from "../../support/app.ts";
import { assertFault, succeeded } from "./support.ts";

const { command, post } = await testApp();
const command1 = { cmd: "ping", uid: "user99", dsn: "apigee" };
const whole = (extra: string) => JSON.stringify({ header: atsHeader, command1 }).replace(/\}$/, `,${extra}}`);
const mebibyte = 1024 * 1024;
/** A body of so many bytes. */
const long = (bytes: number, letter = "x") => {
  const empty = whole('"more":""');
  return whole(`"more":"${letter.repeat(Math.floor((bytes - empty.length) / Buffer.byteLength(letter)))}"`);
};
/** A body whose objects and arrays are so many levels deep, itself included. */
const deep = (levels: number, open = "[", close = "]") =>
  whole(`"more":${open.repeat(levels - 1)}${open === "[" ? "" : "1"}${close.repeat(levels - 1)}`);

describe("the gateway's body", () => {
  for (const body of ["", "hello", "{", '{"command1":', "cmd=ping&uid=user99", "<ping/>", "{'command1':{}}", "NaN"])
    it(`is not JSON: 400 (${body})`, async () => assertFault(await post(body), 400));

  for (const body of ["[]", JSON.stringify([{ header: atsHeader, command1 }]), '"command1"', "null", "1", "true"])
    it(`is not an object: 400 (${body.slice(0, 20)})`, async () => assertFault(await post(body), 400));

  for (const body of [{}, { header: atsHeader }, { header: atsHeader, command2: command1 }, { command: command1 }, command1])
    it(`has no command1: 400 (${Object.keys(body)})`, async () => assertFault(await post(body), 400));

  it("is nested 65 deep: 400", async () => {
    assertFault(await post(deep(65)), 400);
    assertFault(await post(deep(65, '{"a":', "}")), 400);
  });
  it("is nested very deep: 400", async () => assertFault(await post(deep(200_000)), 400));
  it("is over 1 MiB: 400", async () => {
    assertFault(await post(long(mebibyte).replace("{", "{ ")), 400);
    assertFault(await post(long(3 * mebibyte)), 400);
  });
  it("is over 1 MiB in bytes, not in characters: 400", async () => assertFault(await post(long(mebibyte + 5, "€")), 400));

  it("may be nested 64 deep", async () => {
    succeeded(await post(deep(64)));
    succeeded(await post(deep(64, '{"a":', "}")));
  });
  it("may hold many brackets in a string", async () => succeeded(await post(whole(`"more":"\\"${"[{".repeat(100)}"`))));
  it("may be 1 MiB long", async () => succeeded(await post(long(mebibyte))));
  it("may hold unknown members", async () => {
    succeeded(await command({ cmd: "ping", more: { a: [1, null, true] }, constructor: 1 }));
    succeeded(await post(whole('"commandX":1,"more":null')));
    succeeded(await post(whole('"__proto__":{"cmd":"nope"},"constructor":{"prototype":{"dsn":"nowhere"}}')));
  });

  for (const type of [
    undefined,
    "application/json",
    "application/json;charset=UTF-8",
    "text/json; charset=utf-8",
    "text/plain",
    "text/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "nonsense",
    "",
  ])
    it(`is JSON whatever its Content-Type: ${type}`, async () => {
      const headers = { apikey: "willcall-sandbox", ...(type === undefined ? {} : { "content-type": type }) };
      succeeded(await post({ header: atsHeader, command1 }, { headers }));
      assertFault(await post("cmd=ping", { headers }), 400);
    });

  it("is answered as application/json in UTF-8", async () => {
    const { headers } = await post({ header: atsHeader, command1 });
    assert.match(String(headers["content-type"]), /^application\/json; ?charset=utf-8$/i);
  });
});
