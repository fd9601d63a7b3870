import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

// AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the text.
const algorithm = "aes-256-gcm";

const keyOf = (token: string): Buffer => Buffer.from(hkdfSync("sha256", token, "", "willcall receipt", 32));

/** Encrypts `text` under a key derived from `token`, for the place `about`: it opens nowhere else. */
export function seal(token: string, about: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, keyOf(token), nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what seal() made. Throws when token, place or bytes are not the same. */
export function open(token: string, about: string, sealed: Buffer): string {
  const decipher = createDecipheriv(algorithm, keyOf(token), sealed.subarray(0, 12)).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return decipher.update(sealed.subarray(28), undefined, "utf8") + decipher.final("utf8");
}
