import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { describe, it, type TestContext } from "node:test";
import { WronglyCalled } from "../../src/command-line/errors.ts";
import { readSecret } from "../../src/command-line/secret-input.ts";
import { startProgram } from "./helpers.ts";

const pin = { option: "--password-stdin", word: "password", most: 36 };

/** Gives a command this standard input, and what it then reads as the secret. */
function reading(test: TestContext, stdin: Readable): Promise<string> {
  const own = Object.getOwnPropertyDescriptor(process, "stdin")!;
  Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
  test.after(() => Object.defineProperty(process, "stdin", own));
  return readSecret(pin);
}

/** A person at a terminal who types these lines, one to each question. */
function typing(test: TestContext, lines: string[]): Readable {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  test.mock.method(process.stderr, "write", (text: string) => {
    if (text.endsWith(": ")) setImmediate(() => stdin.write(`${lines.shift()}\r`));
    return true;
  });
  return stdin;
}

const refusedFor = (reason: RegExp) => (error: unknown) =>
  error instanceof WronglyCalled && error.message.startsWith("--password-stdin: ") && reason.test(error.message);

describe("a secret from a pipe", () => {
  const wrong: [string, Buffer, RegExp][] = [
    ["is empty", Buffer.from(""), /no password came/],
    ["is an empty line", Buffer.from("\n"), /no password came/],
    ["is too long", Buffer.from("x".repeat(37)), /not be longer than 36/],
    ["has two lines", Buffer.from("one\ntwo\n"), /one line without control characters/],
    ["is no UTF-8", Buffer.from([0x70, 0xff]), /must be UTF-8/],
  ];
  for (const [what, bytes, reason] of wrong)
    it(`is refused when it ${what}`, (test) => assert.rejects(reading(test, Readable.from([bytes])), refusedFor(reason)));

  it("may be as long as the protocol has room, and loses one line break", async (test) => {
    assert.equal(await reading(test, Readable.from([Buffer.from(`${"é".repeat(36)}\r\n`)])), "é".repeat(36));
  });

  it("is refused before the end of an endless one", { timeout: 10_000 }, async (test) => {
    const program = startProgram(["user", "create", "--org", "a", "--name", "web", "--password-stdin"], {
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    });
    test.after(() => program.kill("SIGKILL"));
    program.stdin.on("error", () => {});
    program.stdin.write("x".repeat(5_000));
    let told = "";
    program.stderr.on("data", (data) => (told += data));
    const [status] = await once(program, "close");
    assert.match(told, /^error: --password-stdin: the password is too long/);
    assert.equal(status, 2);
  });
});

describe("a secret typed at a terminal", () => {
  it("is refused when the two are not the same", (test) =>
    assert.rejects(reading(test, typing(test, ["first", "secnd"])), refusedFor(/the two are not the same/)));

  it("is refused when it is empty, without asking again", async (test) => {
    const lines = ["", "never asked for"];
    await assert.rejects(reading(test, typing(test, lines)), refusedFor(/no password came/));
    assert.equal(lines.length, 1);
  });

  it("is taken when both are", async (test) => assert.equal(await reading(test, typing(test, ["same", "same"])), "same"));
});
