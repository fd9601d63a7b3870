import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp } from "../../support/app.ts";
import { sessionCalls, withoutEffect } from "./session-calls.ts";
import { assertRefused, client, type PdmAnswer, post, sandbox, succeeded } from "./support.ts";

const test = await testApp();
const by = client(test);
const opening = { name: "GetSessionToken", body: () => ({ key: sandbox.key }) };
const calls = [opening, ...sessionCalls];
const megabyte = 1024 * 1024;

/** Asserts that an answer is none of a server that broke, and tells nothing of its inside. */
function whole({ status, text }: PdmAnswer): void {
  assert.ok(status < 500 || status === 503, `${status}: ${text}`);
  assert.doesNotMatch(text, /node_modules|\.ts\b|\.js\b|\n\s+at |select |insert |syntax error|SyntaxError|Unexpected|FST_|pg_/i);
}

describe("a body that is not JSON: 500, Malformed JSON", () => {
  for (const { name } of calls)
    for (const body of [
      "",
      " ",
      "hello",
      "{",
      '{"company_id":9001',
      '{"company_id":9001,}',
      "{'company_id':9001}",
      "{company_id:9001}",
      "company_id=9001&key=x",
      "<GetCustomer/>",
      "NaN",
      "undefined",
      '{"company_id":09001}',
      '{"key":"a\nb"}',
      '{"company_id":9001} {"company_id":9001}',
      '{"company_id":9001}]',
    ])
      it(`${name}: ${JSON.stringify(body)}`, async () => {
        const answer = await post(test, name, body);
        assertRefused(answer, 500);
        assert.equal(answer.details, "Malformed JSON");
      });
});

describe("a body that is no object: refused", () => {
  for (const { name } of calls)
    for (const body of ["[]", "null", "1", "true", '"GetCustomer"', JSON.stringify([{ company_id: 9001, key: sandbox.key }])])
      it(`${name}: ${body.slice(0, 20)}`, async () => {
        const answer = await post(test, name, body);
        assertRefused(answer, name === "GetSessionToken" ? [500, 201] : [500, 301]);
        whole(answer);
      });
});

describe("a body that is too large or too deep", () => {
  for (const { name, body } of calls) {
    const json = async (more: string) => {
      const fields = {
        company_id: 9001,
        ...(name === "GetSessionToken" ? {} : { session_token: await by.open() }),
        ...body("large"),
      };
      return JSON.stringify(fields).replace(/\}$/, `,"more":${more}}`);
    };
    it(`${name}: 20 MiB are refused, and not by breaking`, async () => {
      await withoutEffect(by, async () => {
        const answer = await post(test, name, await json(`"${"x".repeat(20 * megabyte)}"`));
        whole(answer);
        assert.notEqual(answer.code, 101);
      });
    });
    it(`${name}: 100,000 levels are no harm`, async () => {
      for (const [open, inner, close] of [
        ["[", "", "]"],
        ['{"a":', "1", "}"],
      ] as const) {
        whole(await post(test, name, await json(open.repeat(100_000) + inner + close.repeat(100_000))));
        whole(await post(test, name, open.repeat(100_000)));
      }
    });
  }
  for (const field of ["customer", "delivery", "customer_id", "external_customer_ref", "session_token", "company_id", "key"])
    it(`${field}: 10,000 levels are no harm`, async () => {
      for (const { name } of calls) whole(await post(test, name, `{"${field}":${"[".repeat(10_000)}${"]".repeat(10_000)}}`));
    });
});

describe("bytes that are no text", () => {
  for (const { name } of calls)
    it(`${name}: are no harm`, async () => {
      for (const bytes of [
        [0xff, 0xfe, 0x7b, 0x00],
        [0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d],
        [0x00],
        [0xef, 0xbb, 0xbf, 0x7b, 0x7d],
      ])
        whole(await post(test, name, Buffer.from(bytes)));
    });
  it("numbers past all bounds are no harm", async () => {
    for (const { name } of calls)
      for (const number of ["1e400", "-1e400", "1e-400", "9".repeat(400), "-0", "0.1e1"])
        whole(await post(test, name, `{"company_id":${number},"session_token":"x","customer_id":${number},"key":"x"}`));
  });
});

describe("a content type", () => {
  for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"])
    it(`${type} is served`, async () => {
      const answer = await post(
        test,
        "GetSessionToken",
        { company_id: 9001, key: sandbox.key },
        { headers: { "content-type": type } },
      );
      succeeded(answer);
    });
  for (const type of [
    undefined,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/xml",
    "nonsense",
  ])
    it(`${type} is no harm`, async () => {
      for (const { name } of calls) whole(await post(test, name, "{}", { headers: type ? { "content-type": type } : {} }));
    });
});
