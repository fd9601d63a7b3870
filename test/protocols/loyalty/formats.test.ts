import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Pairs, Tree } from "../../../src/protocols/loyalty/encode.ts";
import { type Envelope, write, writeInPages } from "../../../src/protocols/loyalty/write.ts";
import { testApp } from "../../support/app.ts";
import { call, parseXml, refused } from "./support.ts";

const xml = { form: "XML", condensed: false } as const;
const json = { form: "JSON", condensed: false } as const;
const text = (value: string): Tree => ({ type: "text", text: value });
const element = (members: Pairs<Tree>, attributes: Pairs<string> = []): Tree => ({ type: "element", attributes, members });
const list = (child: string, items: Tree[], bare = false): Tree => ({ type: "list", child, bare, items });
const envelope = (members: Pairs<Tree>): Envelope => ({ status: "success", members });

/** What XML gives back of a text: what it can't say is replaced. */
const sayable = (value: string): string =>
  value.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");

const hostile = [
  "\u0000\u0001\u000b\u001f",
  "]]>",
  "<a>&amp;</a>",
  "\ufffe\uffff",
  "🎫\u{10ffff}",
  "\u202eabc",
  "'\"",
  "a\r\nb\tc\r",
  "\ud800x",
  "&#0;",
  "<!--",
  "<?php",
];

describe("an answer's XML", () => {
  it("is well-formed and says the same, whatever the texts hold", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostile)), { minLength: 1, maxLength: 5 }),
        (texts) => {
          const written = write(envelope([["e", element([["t", list("i", texts.map(text))]], [["status", texts[0]!]])]]), xml);
          const [top] = parseXml(written).children;
          assert.equal(top!.attributes.status, sayable(texts[0]!).replaceAll(/[\t\n]/g, " "));
          assert.deepEqual(
            top!.children[0]!.children.map((one) => one.text),
            texts.map(sayable),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has no entity but XML's own, and declares UTF-8", () => {
    const written = write(envelope([["t", text(hostile.join(""))]]), xml);
    assert.match(written, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<response status="success">/);
    for (const [, name] of written.matchAll(/&([^;]*);/g)) assert.match(name!, /^(amp|lt|gt|quot|apos|#13)$/);
  });
});

describe("an answer's JSON (loyalty.md, section 1)", () => {
  it("has no root, attributes first, lists under their container, and texts only", () => {
    const answer = envelope([
      [
        "customer",
        element(
          [
            ["code", text("1")],
            ["empty", text("")],
          ],
          [["status", "new"]],
        ),
      ],
      ["campaigns", list("campaign", [element([["id", text("7")]])])],
      ["none", list("one", [])],
      ["customers", list("customer", [element([["code", text("2")]])], true)],
      ["campaign_ids", list("campaign_id", [text("1696")])],
    ]);
    assert.deepEqual(JSON.parse(write(answer, json)), {
      status: "success",
      customer: { status: "new", code: "1", empty: "" },
      campaigns: [{ id: "7" }],
      none: [],
      customers: [{ code: "2" }],
      campaign_ids: [{ xml_value_to_show: "1696" }],
    });
    const written = write(answer, xml);
    assert.match(written, /<customer status="new"><code>1<\/code><empty\/><\/customer><campaigns><campaign><id>7<\/id>/);
    assert.match(written, /<\/campaigns><none\/><customer><code>2<\/code><\/customer><campaign_ids><campaign_id>1696</);
  });

  it("is indented by two spaces unless it is condensed", () => {
    const answer = envelope([["customer", element([["code", text("1")]])]]);
    assert.equal(write(answer, json), '{\n  "status": "success",\n  "customer": {\n    "code": "1"\n  }\n}');
    assert.equal(write(answer, { ...json, condensed: true }), '{"status":"success","customer":{"code":"1"}}');
  });

  it("can't end a line of the script that it is called from", () => {
    const written = write(envelope([["t", text("\u2028\u2029")]]), { ...json, callback: "f" });
    assert.match(written, /^\/\*\*\/f\(\{.*\}\);$/s);
    assert.doesNotMatch(written, /[\u2028\u2029]/);
    assert.deepEqual(JSON.parse(written.slice(6, -2)), { status: "success", t: "\u2028\u2029" });
  });
});

describe("an answer in pages", () => {
  const tree = (n: number): Tree =>
    element([
      ["code", text(`c${n}\n"<`)],
      ["x", element([["label", text("")]])],
    ]);
  for (const format of [xml, json, { ...json, condensed: true }, { ...json, callback: "f" }])
    for (const bare of [true, false])
      for (const pages of [[], [[]], [[1]], [[1, 2], [], [3]]])
        it(`is the whole answer: ${JSON.stringify(format)}, ${bare ? "bare" : "contained"}, ${JSON.stringify(pages)}`, async () => {
          const members = (items: unknown): Pairs<Tree> => [
            ["before", text("b")],
            ["customers", { type: "list", child: "customer", bare, items } as Tree],
            ["after", text("a")],
          ];
          const paged = (async function* () {
            for (const page of pages) yield page.map(tree);
          })();
          let written = "";
          for await (const piece of writeInPages(envelope(members(paged)), format)) written += piece;
          const whole = write(envelope(members(pages.flat().map(tree))), format);
          if (format.form === "XML" && pages.flat().length === 0) assert.deepEqual(parseXml(written), parseXml(whole));
          else assert.equal(written, whole);
        });
});

describe("the form of an answer", async () => {
  const test = await testApp();
  const info = (values: Record<string, string>) => call(test, "customer_info", { code: "89898989898989", ...values });

  it("a callback that is no name is an error and is not repeated", async () => {
    for (const callback of ["alert(1)//", "a b", "1a", "a;b", "a-b", "<x>", "a".repeat(65), "é", "a\n", "["]) {
      const answer = await info({ callback });
      refused(answer, "callback");
      assert.ok(!answer.text.includes(callback), callback);
      assert.match(String(answer.headers["content-type"]), /^application\/json/);
    }
  });

  it("is JSONP for a callback without output, and XML for a callback with XML", async () => {
    const jsonp = await info({ output: "", callback: "$jq.cb_1" });
    assert.match(jsonp.text, /^\/\*\*\/\$jq\.cb_1\(\{/);
    assert.match(String(jsonp.headers["content-type"]), /^application\/javascript/);
    assert.equal(jsonp.headers["x-content-type-options"], "nosniff");
    assert.equal(parseXml((await info({ output: "xml", callback: "f" })).text).attributes.status, "success");
  });

  it("says errors in the form that was asked for", async () => {
    assert.match((await info({ code: "nobody", callback: "f" })).text, /^\/\*\*\/f\(\{\s*"status": "error"/);
    assert.equal(parseXml((await info({ code: "nobody", output: "XML" })).text).children[0]!.name, "error");
    assert.equal((await info({ code: "nobody", output: "json" })).json.status, "error");
  });

  it("is not kept on its way", async () => assert.equal((await info({})).headers["cache-control"], "no-store"));
});
