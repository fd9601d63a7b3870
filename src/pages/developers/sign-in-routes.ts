import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { emailProblem, nameProblem } from "../../core/developers/developer.ts";
import { askForLink, lookAtLink } from "../../core/developers/links.ts";
import { developerOf, signOut, useLink } from "../../core/developers/sign-in.ts";
import { formOf, sendPage, sendTooMany } from "./answers.ts";
import { formIsTheirs, sendApp } from "./key-routes.ts";
import type { DeveloperParts } from "./parts.ts";
import { confirmPage, deadLinkPage, sentPage, signInPage, signUpPage } from "./views/sign-up.ts";
import { addressOf, clientOf, isSecure, mayShowLinks, sessionCookie, sessionOf } from "./visitor.ts";

/** Signing up, signing in by a mailed link, and signing out. */
export function signInRoutes(app: FastifyInstance, parts: DeveloperParts): void {
  const { core, developers } = parts;

  app.get("/", async (request, reply) => {
    const developer = await developerOf(core, request.sandboxId, sessionOf(request));
    return developer ? reply.redirect("/developers/app", 303) : sendPage(reply, signUpPage(developers.rights));
  });

  app.post("/sign-up", async (request, reply) => {
    const form = formOf(request);
    const [name, email] = [form("name"), form("email")];
    const wrong = { nameProblem: nameProblem(name), emailProblem: emailProblem(email) };
    if (wrong.nameProblem || wrong.emailProblem)
      return sendPage(reply, signUpPage(developers.rights, { name, email, ...wrong }), 422);
    return mailLink(request, reply, email, name);
  });

  app.get("/sign-in", async (_request, reply) => sendPage(reply, signInPage()));

  app.post("/sign-in", async (request, reply) => {
    const email = formOf(request)("email");
    const problem = emailProblem(email);
    if (problem) return sendPage(reply, signInPage({ name: "", email, emailProblem: problem }), 422);
    return mailLink(request, reply, email, null);
  });

  async function mailLink(
    request: FastifyRequest,
    reply: FastifyReply,
    email: string,
    name: string | null,
  ): Promise<FastifyReply> {
    const linkTo = (token: string) => `${addressOf(request, parts)}/developers/confirm?token=${token}`;
    const asked = await askForLink(core, request.sandboxId, { email, name, client: clientOf(request, parts), linkTo });
    if ("retryAfter" in asked) return sendTooMany(reply, asked.retryAfter);
    const link = mayShowLinks(request, parts) ? linkTo(asked.token) : undefined;
    return sendPage(reply, sentPage(email.trim(), developers.mailed, link));
  }

  app.get<{ Querystring: { token?: unknown } }>("/confirm", async (request, reply) => {
    const token = String(request.query.token ?? "");
    const link = await lookAtLink(core, request.sandboxId, token);
    if (!link) return sendPage(reply, deadLinkPage(), 410);
    return sendPage(reply, confirmPage(token, link, link.needsName ? { name: "", email: "" } : undefined));
  });

  app.post("/confirm", async (request, reply) => {
    const form = formOf(request);
    const [token, name] = [form("token"), form("name")];
    const link = await lookAtLink(core, request.sandboxId, token);
    const wrong = link?.needsName ? nameProblem(name) : undefined;
    if (link && wrong) return sendPage(reply, confirmPage(token, link, { name, email: "", nameProblem: wrong }), 422);
    const use = { name: link?.needsName ? name : undefined, rights: developers.rights, requestId: request.id };
    const used = link && (await useLink(core, request.sandboxId, token, use));
    if (!used) return sendPage(reply, deadLinkPage(), 410);
    reply.header("set-cookie", sessionCookie(used.session, isSecure(request, parts)));
    if (used.key === undefined) return reply.redirect("/developers/app", 303);
    const message = "Your e-mail address is confirmed, and your app is made.";
    return sendApp(parts, request, reply, used, { fresh: used.key, message });
  });

  app.post("/sign-out", async (request, reply) => {
    const session = sessionOf(request);
    if (session && formIsTheirs(request, session, "sign-out")) await signOut(core, request.sandboxId, session);
    reply.header("set-cookie", sessionCookie(undefined, isSecure(request, parts)));
    return reply.redirect("/developers", 303);
  });
}
