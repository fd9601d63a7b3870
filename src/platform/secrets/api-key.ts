import { hash } from "node:crypto";

/** How a random key or token is stored and looked up: it has too much entropy for guessing, so a fast hash does. */
export function hashKey(key: string): Buffer {
  return hash("sha256", key, "buffer");
}
