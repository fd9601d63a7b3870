import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** Where ids come from; passed in, so that tests can choose them. */
export interface Ids {
  /** A UUID version 7: its order is roughly that of time, so that an index on it stays compact. */
  uuid(): string;
  /** A UUID version 4: nothing but random, so that it can't be guessed. */
  secretUuid(): string;
  /** `count` random decimal digits from a cryptographic source. */
  digits(count: number): string;
  /** `bytes` random bytes as base64url, for keys and tokens. */
  token(bytes: number): string;
}

let pool = Buffer.alloc(0);

/** Random bytes from a cryptographic source, asked for many at a time: a call of the system for each costs more than all the rest. */
export function randomSlice(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(4_096);
  const slice = pool.subarray(0, count);
  pool = pool.subarray(count);
  return slice;
}

export const randomIds: Ids = {
  uuid() {
    const bytes = randomSlice(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = (bytes[6]! & 0x0f) | 0x70;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  },
  secretUuid: () => randomUUID(),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(""),
  token: (bytes) => randomBytes(bytes).toString("base64url"),
};
