import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InvalidArgumentError } from "commander";
import { dsn, futureInstant, line, network, type Read, uuid, vendorNumber, wholeNumber } from "../../src/command-line/values.ts";

const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();

const refused: [string, Read<unknown>, string[]][] = [
  ["a number", wholeNumber(2, 9), ["1", "10", "3.5", "-3", "0x3", "three", "", " 3"]],
  ["a number that vendors show", vendorNumber, ["0", "2147483648", "99999999999999999"]],
  ["text", line(5), ["", "  ", "sixsix", "a\tb", "a\nb", "a\ud800"]],
  ["a DSN", dsn, ["", "two words", "x".repeat(33)]],
  ["a network", network, ["", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "arena.example"]],
  ["an end", futureInstant, ["soon", "2041-02-29", "2041-13-01", "2041-06-30T25:00Z", "2041", "2020-01-01", anHourAgo]],
  ["a key's id", uuid, ["wc_secret", "", "0190c0de-0000-7000-8000-00000000000", "0190c0de-0000-7000-8000-00000000000g"]],
];

const taken: [string, Read<unknown>, string, unknown][] = [
  ["a number", wholeNumber(2, 9), "9", 9],
  ["a number that vendors show", vendorNumber, "2147483647", 2_147_483_647],
  ["text", line(5), " ünïcö ", "ünïcö"],
  ["a DSN", dsn, " Arena1 ", "arena1"],
  ["a network", network, "10.0.0.0/8", "10.0.0.0/8"],
  ["an address", network, " ::1", "::1"],
  ["a day", futureInstant, "2048-02-29", new Date("2048-02-29T00:00:00Z")],
  ["a time", futureInstant, "2048-06-30 18:00+02:00", new Date("2048-06-30T16:00:00Z")],
  ["a key's id", uuid, "0190C0DE-0000-7000-8000-00000000000A", "0190c0de-0000-7000-8000-00000000000a"],
];

describe("an option's value", () => {
  for (const [what, read, texts] of refused)
    for (const text of texts)
      it(`is refused as ${what}: ${JSON.stringify(text)}`, () => assert.throws(() => read(text), InvalidArgumentError));
  for (const [what, read, text, value] of taken)
    it(`is taken as ${what}: ${JSON.stringify(text)}`, () => assert.deepEqual(read(text), value));
});
