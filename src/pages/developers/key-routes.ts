import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Developer } from "../../core/developers/developer.ts";
import { eventsOf } from "../../core/developers/events.ts";
import {
  createKey,
  type KeyOwner,
  type KeyRefusal,
  keysOf,
  type NewKey,
  revokeKey,
  rotateKey,
  useOf,
} from "../../core/developers/keys.ts";
import { developerOf } from "../../core/developers/sign-in.ts";
import { utcDay } from "../../core/key-use/key-use.ts";
import { formOf, sendPage, sendTooMany } from "./answers.ts";
import type { DeveloperParts } from "./parts.ts";
import { type AppState, appPage } from "./views/app.ts";
import { errorPage } from "./views/error.ts";
import { addressOf, csrfToken, isCsrfToken, sessionOf } from "./visitor.ts";

/** Who is signed in, and by which session. */
interface Signed {
  readonly developer: Developer;
  readonly session: string;
}

type News = Pick<AppState, "fresh" | "message" | "problem">;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The page of one's app, and what can be done with its keys. */
export function keyRoutes(app: FastifyInstance, parts: DeveloperParts): void {
  const { core, developers } = parts;

  app.get("/app", async (request, reply) => {
    const signed = await signedIn(parts, request);
    return signed ? sendApp(parts, request, reply, signed, {}) : reply.redirect("/developers/sign-in", 303);
  });

  /** A form of the page: `change` does what it asks for. */
  function keyForm<T>(
    action: string,
    change: (owner: KeyOwner, keyId: string) => Promise<T | KeyRefusal>,
    news: (changed: T) => News,
  ): void {
    app.post(`/keys/${action}`, async (request, reply) => {
      const signed = await signedIn(parts, request);
      if (!signed) return reply.redirect("/developers/sign-in", 303);
      if (!formIsTheirs(request, signed.session, action))
        return sendPage(reply, errorPage("The form is not from this session", "Open your app's page anew."), 403);
      const owner = { orgId: request.sandboxId, developer: signed.developer, requestId: request.id };
      const keyId = formOf(request)("key_id");
      const changed = await change(owner, keyId);
      if (typeof changed !== "object" || changed === null || !("refused" in changed))
        return sendApp(parts, request, reply, signed, news(changed as T));
      if (changed.refused === "too-often") return sendTooMany(reply, (changed as { retryAfter: number }).retryAfter);
      const problem =
        changed.refused === "gone"
          ? "That key was rotated or revoked before, or is not one of yours. Nothing was changed."
          : "You have a key that works; rotate it to get another. Nothing was changed.";
      return sendApp(parts, request, reply.code(409), signed, { problem });
    });
  }

  const gone: KeyRefusal = { refused: "gone" };
  const { rights } = developers;
  keyForm<NewKey>(
    "create",
    (owner) => createKey(core, owner, rights),
    ({ key }) => ({ fresh: key, message: "A key was made." }),
  );
  keyForm<NewKey>(
    "rotate",
    async (owner, keyId) => (uuid.test(keyId) ? rotateKey(core, owner, keyId, rights) : gone),
    ({ key }) => ({ fresh: key, message: "The key was rotated. The old one works for another hour." }),
  );
  keyForm(
    "revoke",
    async (owner, keyId) => (uuid.test(keyId) ? revokeKey(core, owner, keyId) : gone),
    () => ({ message: "The key was revoked. Calls with it are refused within a second." }),
  );
}

/** Whether a form was made for this session: it bears the token that only its pages have. */
export function formIsTheirs(request: FastifyRequest, session: string, action: string): boolean {
  return isCsrfToken(formOf(request)("csrf"), session, action);
}

/** Sends the page of a developer's app as it is now. */
export async function sendApp(
  { core, ...parts }: DeveloperParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { developer, session }: Signed,
  news: News,
): Promise<FastifyReply> {
  const orgId = request.sandboxId;
  const [keys, use, events] = await Promise.all([
    keysOf(core, orgId, developer),
    useOf(core, orgId, developer),
    eventsOf(core, orgId, developer),
  ]);
  const state: AppState = {
    ...news,
    developer,
    rights: parts.developers.rights,
    keys,
    use,
    events,
    today: utcDay(core.clock.now()),
    address: addressOf(request, { ...parts }),
    dsn: parts.developers.dsn,
    csrf: (action) => csrfToken(session, action),
  };
  return sendPage(reply, appPage(state), reply.statusCode);
}

async function signedIn({ core }: DeveloperParts, request: FastifyRequest): Promise<Signed | undefined> {
  const session = sessionOf(request);
  const developer = await developerOf(core, request.sandboxId, session);
  return developer && session ? { developer, session } : undefined;
}
