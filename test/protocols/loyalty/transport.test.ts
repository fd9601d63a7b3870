import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { answerOf, john, parseXml, post, refused, succeeded } from "./support.ts";

const test = await testApp();
const request = { ...john, output: "JSON", type: "customer_info", code: "89898989898989" };
const form = (values: object): string => new URLSearchParams(values as Record<string, string>).toString();
const get = async (path: string, headers = {}) => answerOf(await test.app.inject({ method: "GET", url: path, headers }));

const multipart = (values: Record<string, string>, boundary = "----part") =>
  [
    ...Object.entries(values).map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
    `--${boundary}--\r\n`,
  ].join("");
const multipartType = { "content-type": "multipart/form-data; boundary=----part" };
const json = { "content-type": "application/json" };

describe("the loyalty protocol's requests: refused", () => {
  it("a body of another type", async () => {
    const body = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>`;
    for (const type of ["text/xml", "application/xml", "text/plain", "application/octet-stream"])
      assert.match((await post(test, body, { "content-type": type })).text, /<error>The request&apos;s Content-Type must be/);
  });

  it("JSON that is no object of texts", async () => {
    for (const body of ["", "{", "[]", "null", '"x"', '{"type":{"a":1}}', '{"type":[["a"]]}'])
      assert.match((await post(test, body, json)).text, /^<\?xml.*status="error"/s, body);
  });

  it("bytes that are no UTF-8, however they are sent", async () => {
    const bytes = Buffer.concat([Buffer.from(`${form(request)}&first_name=`), Buffer.from([0xff, 0xfe])]);
    assert.match((await post(test, bytes)).text, /cannot be read/);
    assert.match((await post(test, `${form(request)}&first_name=%FF`)).text, /cannot be read/);
    assert.match((await post(test, `${form(request)}&first_name=%`)).text, /cannot be read/);
  });

  it("a body over 1 MiB: HTTP 413 in the protocol's form", async () => {
    const answer = await post(test, `${form(request)}&x=${"a".repeat(1_048_576)}`);
    assert.equal(answer.http, 413);
    assert.equal(parseXml(answer.text).attributes.status, "error");
  });

  it("more than 500 fields, in any of the three forms", async () => {
    const many = Object.fromEntries(Array.from({ length: 550 }, (_, i) => [`f${i}`, "x"]));
    for (const [body, headers] of [
      [form({ ...request, ...many }), {}],
      [JSON.stringify({ ...request, ...many }), json],
      [multipart({ ...request, ...many }), multipartType],
    ] as const)
      assert.match((await post(test, body, headers)).text, /too many fields/);
  });

  it("files, and multipart without a boundary or an end", async () => {
    const file = `------part\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nhello\r\n------part--\r\n`;
    assert.match((await post(test, file, multipartType)).text, /Files cannot be sent/);
    assert.match((await post(test, "x", { "content-type": "multipart/form-data" })).text, /cannot be read/);
    assert.match((await post(test, multipart(request).slice(0, -20), multipartType)).text, /cannot be read/);
  });

  it("another output than JSON and XML, and an unknown type", async () => {
    assert.match((await post(test, form({ ...request, output: "yaml" }))).text, /<error>output: /);
    refused(await post(test, form({ ...request, type: "customer_erase" })), "type");
    refused(await post(test, form({ ...request, type: "Customer_info" })), "type");
  });

  it("names the parameter that is missing", async () => {
    for (const name of ["user_id", "account_id"] as const) refused(await post(test, form({ ...request, [name]: "" })), name);
  });

  it("any wrong part of the credentials alike", async () => {
    const texts = new Set<string | undefined>();
    for (const wrong of [{ user_id: "nobody" }, { user_password: "wrong" }, { user_password: "" }, { account_id: "nowhere" }]) {
      const answer = await post(test, form({ ...request, ...wrong }));
      refused(answer, "user_id");
      texts.add(answer.error);
    }
    assert.equal(texts.size, 1);
  });

  it("a wrong api_access_key header, though the body's key is right", async () => {
    refused(await post(test, form(request), { api_access_key: "wrong" }), "user_id");
  });

  it("/ without a type, and another path: nothing is there", async () => {
    assert.equal((await post(test, form({ ...john, output: "JSON" }), {}, "/")).http, 404);
    assert.equal((await get("/")).http, 404);
    assert.equal((await post(test, form(request), {}, "/api.php.bak")).http, 404);
  });
});

describe("the loyalty protocol's requests: read", () => {
  it("urlencoded, multipart and JSON alike", async () => {
    const answers = await Promise.all([
      post(test, form(request)),
      post(test, multipart(request), multipartType),
      post(test, JSON.stringify(request), { "content-type": "application/json; charset=utf-8" }),
      get(`/api.php?${form(request)}`),
      get(`/?${form(request)}`),
    ]);
    for (const answer of answers) assert.deepEqual(succeeded(answer), answers[0]!.json);
  });

  it("on any path ending in /api.php, and on /", async () => {
    for (const path of ["/api.php", "/club/api.php", "/a/b/c/api.php?ignored=1", "/"])
      succeeded(await post(test, form(request), {}, path));
  });

  it("with the key under either name, or in the header alone", async () => {
    const { user_password: key, ...rest } = request;
    succeeded(await post(test, form({ ...rest, user_api_key: key })));
    succeeded(await post(test, form({ ...rest, user_api_key: key, user_password: key })));
    succeeded(await post(test, form(rest), { api_access_key: key }));
    succeeded(await post(test, form({ ...rest, user_password: "wrong" }), { api_access_key: key }));
  });

  it("under every name of the account, in any case", async () => {
    for (const account_id of ["greatwidgets", "GreatWidgets", "1111222233334444", " greatwidgets "])
      succeeded(await post(test, form({ ...request, account_id })));
  });

  it("ignoring what the call does not know, and API", async () => {
    succeeded(await post(test, form({ ...request, API: "1.5", stray: "x", campaign_id: "" })));
    succeeded(await post(test, form({ ...request, API: "" })));
  });

  it("plus signs, percent signs and other scripts as they were meant", async () => {
    const first_name = "Ünï+cødé 50% 日本 🎫";
    const edit = { ...request, type: "record_customer", customer_action: "edit", code: "script-1", first_name };
    for (const [body, headers] of [
      [form(edit), {}],
      [multipart(edit), multipartType],
      [JSON.stringify(edit), json],
    ] as const) {
      succeeded(await post(test, body, headers));
      assert.equal(succeeded(await post(test, form({ ...request, code: "script-1" }))).customer.first_name, first_name);
    }
  });

  it("the last of a parameter that comes twice", async () => {
    succeeded(await post(test, `${form({ ...request, code: "nobody" })}&code=89898989898989`));
  });
});
