import { createHmac, randomBytes } from "node:crypto";
import type { Hasher } from "../../platform/secrets/hashing.ts";
import type { Directory } from "./directory.ts";

/** Tells whether a user may call an organisation under one of its names. */
export type Authenticate = (orgId: number, name: string, userName: string, password: string | undefined) => Promise<boolean>;

const mostRemembered = 10_000;

/**
 * A user must be known under that name; a password is checked when one is sent, or when the user must send one. A right one is
 * remembered under a key of this process, so that callers who send it with every call don't pay for a hash each time.
 */
export function createAuthenticate(directory: Directory, hasher: Hasher): Authenticate {
  const processKey = randomBytes(32);
  const right = new Set<string>();
  return async (orgId, name, userName, password) => {
    const user = await directory.user(orgId, userName);
    const known = user !== undefined && (user.names === null || user.names.includes(name));
    if (password === undefined) return known && !user.passwordRequired;
    const stored = known ? user.passwordHash : null;
    const remembered = createHmac("sha256", processKey).update(`${stored}\0${password}`).digest("base64");
    if (stored !== null && right.has(remembered)) return true;
    const matches = await hasher.slots.run(() => hasher.verify(password, stored));
    if (matches) {
      if (right.size >= mostRemembered) right.clear();
      right.add(remembered);
    }
    return matches;
  };
}
