// The floor of customer_add: the hashing alone, as many at once as ours does, in a process that does nothing else.
import { createServer } from "node:http";
import { availableParallelism } from "node:os";
import { type Algorithm, hash } from "@node-rs/argon2";

const argon2id: Algorithm.Argon2id = 2;
/** Written down here and not taken from src/, so that cheaper hashes there would show. */
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes for so long; gives how many per second. */
async function rate(seconds: number): Promise<number> {
  let done = 0;
  const end = performance.now() + seconds * 1000;
  const one = async () => {
    for (;;) {
      // As long as what ours hashes: an HMAC as base64.
      await hash("SMMn4vKxSBqpmY4JSUuVNCSXyzBHrlvKLN0fuRc6M+4=", cost);
      if (performance.now() > end) return;
      done++;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, one));
  return done / seconds;
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://floor");
  response.end(pathname === "/hash" ? String(await rate(Number(searchParams.get("seconds")))) : "ready");
}).listen(Number(process.env.PORT), process.env.HOST);
process.on("SIGTERM", () => process.exit());
