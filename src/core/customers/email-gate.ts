import type { Caller, Core } from "../core.ts";
import { emailKey } from "../identity/email.ts";
import { refuseEmailInUse } from "../identity/identifiers.ts";
import { Refusal } from "../refusal.ts";

/** What one who waited does next: look whether the e-mail is on file now, or go first. */
type Next = "look" | "lead";

/** Who waits for each e-mail that is being added in this process. */
const lines = new Map<string, ((next: Next) => void)[]>();

/**
 * Runs `add` when nobody else in this process adds the e-mail. Who waited looks again when the one before has ended, and refuses
 * with email-in-use; when that one failed, the next goes on. This only spares work: the database decides who has the e-mail.
 */
export async function aloneWithEmail<T>(core: Core, caller: Caller, email: string, add: () => Promise<T>): Promise<T> {
  const key = `${caller.orgId} ${emailKey(email)}`;
  for (;;) {
    const line = lines.get(key);
    if (!line) lines.set(key, []);
    else if ((await new Promise<Next>((resolve) => line.push(resolve))) === "look") {
      await refuseEmailInUse(core, caller, email);
      continue;
    }
    let next: Next = "lead";
    try {
      const added = await add();
      next = "look";
      return added;
    } catch (error) {
      if (error instanceof Refusal && error.refusal === "email-in-use") next = "look";
      throw error;
    } finally {
      end(key, next);
    }
  }
}

/** Lets all who wait look, or the first of them go on. */
function end(key: string, next: Next): void {
  const line = lines.get(key)!;
  if (next === "look" || line.length === 0) lines.delete(key);
  if (next === "lead") line.shift()?.("lead");
  else for (const waiting of line) waiting("look");
}
