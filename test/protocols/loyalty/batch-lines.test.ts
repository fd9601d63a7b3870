import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { batchLines } from "../../../src/protocols/loyalty/batch-lines.ts";

const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " ", "|", "é"), maxLength: 5 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe("the lines of a batch", () => {
  it("are what was quoted into them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.constantFrom("\n", "\r\n"),
        (rows, end) => {
          const lines = batchLines(rows.map((cells) => cells.map(quoted).join(",")).join(end), "comma");
          assert.deepEqual(
            lines.map((one) => one.cells),
            rows,
          );
        },
      ),
    );
  });

  it("need quotation marks only for what would be read otherwise", () => {
    const [line] = batchLines('one, "two, ""2""" ,thr"ee,', "comma");
    assert.deepEqual(line, { line: 1, cells: ["one", 'two, "2"', 'thr"ee', ""] });
  });

  it("are counted as they stand, blank ones and those that a cell goes over included", () => {
    const lines = batchLines('a\n\n"b\nb",c\r\n \nd', "comma");
    assert.deepEqual(lines, [
      { line: 1, cells: ["a"] },
      { line: 3, cells: ["b\nb", "c"] },
      { line: 6, cells: ["d"] },
    ]);
  });

  it("are lost alone when their quotation marks can't be read", () => {
    const lines = batchLines('"a" b,c\nd\n"e\nf', "comma");
    assert.deepEqual(
      lines.map((one) => [one.line, one.cells]),
      [
        [1, undefined],
        [2, ["d"]],
        [3, undefined],
        [4, ["f"]],
      ],
    );
  });

  it("are read up to the first that is one too many", () => {
    assert.equal(batchLines("a\nb\nc", "pipe", 3).length, 3);
    for (const delimiter of ["pipe", "comma"] as const)
      assert.deepEqual(
        batchLines("a\n\nb\nc\nd", delimiter, 2).map((one) => one.line),
        [1, 3, 4],
      );
  });

  it("that fail are lost one by one, though a quotation mark behind them may open or close others", () => {
    assert.deepEqual(
      batchLines('"a\n"b\nc","d"\n"e\n"f"', "comma").map((one) => [one.line, one.cells]),
      [
        [1, undefined],
        [2, ["b\nc", "d"]],
        [4, undefined],
        [5, ["f"]],
      ],
    );
  });

  for (const [what, line] of [
    ["quotation marks that never close", 'a""","\n'],
    ["one that never closes, and blank lines", '"\n\n'],
    ["doubled ones in a cell that never closes", '"""""""\n'],
    ["something behind each", '"a"b,"\n'],
    ["blanks behind commas", ',             "x"    \n'],
    ["commas", ","],
    ["ends of lines", "\n"],
  ] as const)
    it(`are read in less than 200 ms of processor time from 1 MiB of ${what}`, () => {
      const data = line.repeat(Math.ceil(1_048_576 / line.length));
      for (const most of [5_000, Number.POSITIVE_INFINITY]) {
        const before = process.cpuUsage();
        batchLines(data, "comma", most);
        const { user, system } = process.cpuUsage(before);
        // Without a limit the strings and arrays of all lines are collected, too.
        assert.ok(user + system < (most === 5_000 ? 200_000 : 1_000_000), `${most}: ${user + system} µs`);
      }
    });

  it("have no quotation marks between pipes and tabs", () => {
    assert.deepEqual(batchLines('"a|b"|', "pipe"), [{ line: 1, cells: ['"a', 'b"', ""] }]);
    assert.deepEqual(batchLines("\ta, b", "tab"), [{ line: 1, cells: ["", "a, b"] }]);
  });
});
