import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Interrupted, WronglyCalled } from "./errors.ts";

const mostBytes = 4_096;

/** What is read: how messages about it begin (the option that asks for it), the word for it, and its greatest length. */
interface Wanted {
  readonly option: string;
  readonly word: string;
  readonly most: number;
}

/**
 * A secret from a pipe, or typed twice and unseen at a terminal: on the command line other users of the machine would see it.
 * One line break at its end is not part of it. Throws WronglyCalled for an empty, too long or unprintable one.
 */
export async function readSecret(wanted: Wanted): Promise<string> {
  if (!process.stdin.isTTY) return checked(await readAll(wanted), wanted);
  const secret = checked(await ask(`${wanted.word}: `), wanted);
  if ((await ask(`${wanted.word}, again: `)) !== secret) throw new WronglyCalled(`${wanted.option}: the two are not the same`);
  return secret;
}

function checked(secret: string, { option, word, most }: Wanted): string {
  if (secret === "") throw new WronglyCalled(`${option}: no ${word} came on standard input`);
  if ([...secret].length > most) throw new WronglyCalled(`${option}: the ${word} must not be longer than ${most} characters`);
  if (/\p{Cc}/u.test(secret)) throw new WronglyCalled(`${option}: the ${word} must be one line without control characters`);
  return secret;
}

async function readAll({ option, word }: Wanted): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > mostBytes) throw new WronglyCalled(`${option}: the ${word} is too long`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts)).replace(/\r?\n$/, "");
  } catch {
    throw new WronglyCalled(`${option}: the ${word} must be UTF-8`);
  }
}

/** Asks on standard error, so that standard output stays clean, and shows nothing of what is typed. */
function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: unseen, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      reader.removeAllListeners("close");
      reader.close();
      process.stderr.write("\n");
      settle();
    };
    reader.once("line", (text) => end(() => resolve(text)));
    reader.once("SIGINT", () => end(() => reject(new Interrupted("SIGINT"))));
    // Ctrl-D.
    reader.once("close", () => end(() => resolve("")));
  });
}
