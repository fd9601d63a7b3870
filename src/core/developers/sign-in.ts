import { violates } from "../../platform/database/errors.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import type { Core } from "../core.ts";
import { appName, type Developer, type StarterRights } from "./developer.ts";
import { noteEvent } from "./events.ts";
import { makeKey, newKey } from "./keys.ts";
import {
  deleteExpiredSessions,
  deleteSession,
  findDeveloperByEmail,
  findSession,
  insertDeveloper,
  insertSession,
  useLinkOnce,
} from "./queries.ts";

const sessionLifeMs = 12 * 3_600_000;

/** Somebody who has proven their e-mail and now has a session. */
export interface SignedIn {
  readonly developer: Developer;
  /** For the cookie; only its hash is kept. */
  readonly session: string;
  /** The first key, shown this once; undefined for who had signed up before. */
  readonly key: string | undefined;
}

/**
 * Uses a mailed link, once. Who is new becomes a developer with an app and a key. `name` counts when the link came without one.
 * Undefined when the link is unknown, used or too old.
 */
export async function useLink(
  core: Core,
  orgId: number,
  token: string,
  { name, rights, requestId }: { readonly name: string | undefined; readonly rights: StarterRights; readonly requestId: string },
): Promise<SignedIn | undefined> {
  const session = core.ids.token(32);
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptLink(attempt);
    } catch (error) {
      // Another one of that name, or the same e-mail by another link at the same moment.
      const again = violates(error, "developers_by_app") || violates(error, "developers_by_email");
      if (!again || attempt === 4) throw error;
    }
  }

  function attemptLink(attempt: number): Promise<SignedIn | undefined> {
    const at = core.clock.now();
    const made = newKey(core);
    const developerId = core.ids.uuid();
    return core.db.transaction(async (tx) => {
      const [link] = await tx.query(useLinkOnce, [orgId, hashKey(token), at]);
      if (!link) return undefined;
      const [known] = await tx.query(findDeveloperByEmail, [orgId, link.email]);
      let developer = known;
      if (!developer) {
        const called = (link.name ?? name ?? link.email).trim();
        developer = {
          developerId,
          email: link.email,
          name: called,
          app: appName(called, link.email, attempt, core.ids.digits(4)),
        };
        // Waited for, because what follows refers to it and its names may be taken.
        await tx.query(insertDeveloper, [orgId, developerId, developer.email, called, developer.app, at]);
        noteEvent(tx, core, { orgId, developer, action: "signed-up", keyId: null, requestId, at });
        makeKey(tx, core, { orgId, developer, rights, key: made });
        noteEvent(tx, core, { orgId, developer, action: "key-created", keyId: made.keyId, requestId, at });
      } else noteEvent(tx, core, { orgId, developer, action: "signed-in", keyId: null, requestId, at });
      const ends = new Date(at.getTime() + sessionLifeMs);
      tx.send(insertSession, [orgId, hashKey(session), developer.developerId, at, ends]);
      tx.send(deleteExpiredSessions, [orgId, at]);
      return { developer, session, key: known ? undefined : made.key };
    });
  }
}

/** Whose session a cookie is; undefined when it is nobody's any more. */
export async function developerOf(core: Core, orgId: number, session: string | undefined): Promise<Developer | undefined> {
  if (!session) return undefined;
  const [developer] = await core.db.read(findSession, [orgId, hashKey(session), core.clock.now()]);
  return developer;
}

/** Ends a session. */
export async function signOut(core: Core, orgId: number, session: string): Promise<void> {
  await core.db.run(deleteSession, [orgId, hashKey(session)]);
}
