import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadInput, decode } from "../../../src/protocols/archtics/decode.ts";
import {
  char,
  choice,
  day,
  decimal,
  type Fields,
  flag,
  integer,
  list,
  phone,
  secret,
  stream,
  struct,
  words,
} from "../../../src/protocols/archtics/fields.ts";

const fields = {
  name: char(5, "Text"),
  phone: phone(5, "Telephone"),
  pin: secret(5, "PIN"),
  number: integer("Number"),
  flag: flag("0 or 1"),
  day: day("Day"),
  kind: choice(["I", "C"], "Kind"),
  inner: struct({ name: char(5, "Text") }, "Object"),
  rows: list({ name: char(5, "Text") }, "List", 2),
  share: decimal("For answers only"),
  classes: words(5, "Words"),
} satisfies Fields;

describe("an input that can't be taken", () => {
  const wrong: [Record<string, unknown>, string, RegExp][] = [
    [{ name: 5 }, "name", /must be text/],
    [{ name: ["x"] }, "name", /must be text/],
    [{ name: "sixsix" }, "name", /at most 5 characters/],
    [{ name: "a\0b" }, "name", /cannot be stored/],
    [{ name: "a\ud800" }, "name", /cannot be stored/],
    [{ phone: "(555) 555" }, "phone", /at most 5 characters/],
    [{ pin: 1234 }, "pin", /must be text/],
    [{ pin: "1234  " }, "pin", /at most 5 characters/],
    [{ number: "five" }, "number", /must be a whole number/],
    [{ number: 1.5 }, "number", /must be a whole number/],
    [{ number: true }, "number", /must be a whole number/],
    [{ number: 2_147_483_648 }, "number", /at most 2147483647/],
    [{ number: "-2147483648" }, "number", /at most 2147483647/],
    [{ flag: 2 }, "flag", /must be 0 or 1/],
    [{ flag: "yes" }, "flag", /must be 0 or 1/],
    [{ day: "2/3/2026" }, "day", /YYYY-MM-DD/],
    [{ day: "2026-02-29" }, "day", /no such day/],
    [{ classes: "A" }, "classes", /must be a list/],
    [{ classes: Array(201).fill("A") }, "classes", /at most 200 elements/],
    [{ classes: ["A", "sixsix"] }, "classes[1]", /at most 5 characters/],
    [{ kind: "X" }, "kind", /must be one of I, C/],
    [{ inner: [] }, "inner", /must be an object/],
    [{ inner: "x" }, "inner", /must be an object/],
    [{ inner: { name: 5 } }, "inner.name", /must be text/],
    [{ rows: {} }, "rows", /must be a list/],
    [{ rows: [{}, {}, {}] }, "rows", /at most 2 elements/],
    [{ rows: [{}, "x"] }, "rows[1]", /must be an object/],
    [{ rows: [{}, { name: 5 }] }, "rows[1].name", /must be text/],
    [{ share: "one and a half" }, "share", /must be a number/],
  ];
  for (const [source, path, reason] of wrong) {
    it(`is told by its path: ${JSON.stringify(source)}`, () =>
      assert.throws(
        () => decode(fields, source),
        (error) => error instanceof BadInput && error.message.startsWith(`${path}: `) && reason.test(error.message),
      ));
  }

  it("is one that only answers have", () =>
    assert.throws(
      () => decode({ seats: stream({ name: char(5, "Text") }, "For answers only") }, { seats: "A" }),
      /^Error: seats: is not an input|seats: is not an input/,
    ));

  it("is an impossible day only when it is well written", () => {
    const problem = (text: string) => {
      try {
        decode(fields, { day: text });
      } catch (error) {
        return (error as BadInput).problem;
      }
      return undefined;
    };
    assert.deepEqual([problem("2026-02-30"), problem("soon"), problem("2028-02-29")], ["impossible-day", "invalid", undefined]);
  });
});
