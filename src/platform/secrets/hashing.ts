import { availableParallelism } from "node:os";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { letHashingGiveWay } from "./give-way.ts";
import type { Pepper } from "./pepper.ts";
import { type SlotBounds, type Slots, slots } from "./slots.ts";

/** Hashing is refused because too much of it is waiting: the call may come again later. */
export class HashingOverloaded extends Error {}

/** Makes and checks stored secrets: Argon2id over an HMAC under the pepper (decisions.md, section 1), as `p<version>$<argon2>`. */
export interface Hasher {
  /** Must be called inside a slot. */
  hash(secret: string): Promise<string>;
  /** Must be called inside a slot. With `stored` null the same work is done and the answer is false. */
  verify(secret: string, stored: string | null): Promise<boolean>;
  /** As many jobs at once as there are processors; more would only make each slower. */
  readonly slots: Slots;
}

const argon2id: Algorithm.Argon2id = 2;
const costs = { full: { memoryCost: 19_456, timeCost: 2, parallelism: 1 }, test: { memoryCost: 8, timeCost: 1, parallelism: 1 } };

const processors = availableParallelism();
/** One more would keep the processors from being without while one is handed over (4 % more adds), and make those that are accepted under overload slower (bench/README.md). */
const atOnce = processors;
/** For who hashes for itself and would rather wait. Two callers for each processor are not too many, however slow the machine is. */
const patient: SlotBounds = { length: 5_000, waitMs: 60_000, alwaysWaiting: processors };

/** `cost` "test" makes weak hashes quickly; config.ts sees to it that only tests choose it. */
export function createHasher(pepper: Pepper, cost: keyof typeof costs, bounds: Partial<SlotBounds> = {}): Hasher {
  const options = { algorithm: argon2id, ...costs[cost] };
  // argon2 takes text, so the HMAC goes in as base64.
  const peppered = (secret: string, version = pepper.version) => pepper.apply(secret, version)?.toString("base64");
  // One for all: overloaded, it is said hundreds of times a second, and where it comes from takes longer to find out than to say.
  const overloaded = new HashingOverloaded("too many secrets wait to be hashed");
  const nobody = hash(peppered("nobody")!, options);
  nobody.then(letHashingGiveWay, () => {});
  return {
    slots: slots(atOnce, { ...patient, ...bounds }, () => overloaded),
    async hash(secret) {
      return `p${pepper.version}$${await hash(peppered(secret)!, options)}`;
    },
    async verify(secret, stored) {
      const [, version, encoded] = /^p(\d+)(\$.+)$/s.exec(stored ?? "") ?? [];
      const known = version === undefined ? undefined : peppered(secret, Number(version));
      if (!known || !encoded) {
        await verify(await nobody, peppered(secret)!);
        return false;
      }
      // The separator of ours and the first of argon2's encoding are two characters; see hash().
      return verify(encoded.slice(1), known);
    },
  };
}
