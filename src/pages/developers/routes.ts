import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DatabaseUnavailable } from "../../platform/database/errors.ts";
import { sendPage } from "./answers.ts";
import { keyRoutes } from "./key-routes.ts";
import type { DeveloperParts } from "./parts.ts";
import { signInRoutes } from "./sign-in-routes.ts";
import { stylesheet } from "./style.ts";
import { errorPage } from "./views/error.ts";
import { fromOwnPage, isOwnHost } from "./visitor.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The sandbox's id, on its pages. */
    sandboxId: number;
  }
}

const bodyLimit = 16_384;

const headers = {
  // Nothing but this server's stylesheet and forms; no script at all.
  "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // Not no-referrer: with that browsers don't say where a form comes from.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
};

/** The plugin with the pages of /developers. Where they are off, or there is no sandbox, there is nothing at this address. */
export async function developers(app: FastifyInstance, parts: DeveloperParts): Promise<void> {
  if (!parts.developers.on) return;
  app.decorateRequest("sandboxId", 0);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit }, (_request, body, done) =>
    done(null, new URLSearchParams(body as string)),
  );
  app.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply));
  app.setNotFoundHandler((_request, reply) =>
    sendPage(reply, errorPage("There is no such page", "Look at the address again."), 404),
  );
  app.addHook("onRequest", async (request, reply) => {
    const sandbox = await sandboxOf(parts);
    if (sandbox === undefined) return reply.code(404).send({ error: "There is nothing at this address" });
    request.sandboxId = sandbox;
    reply.headers(headers);
    if (!isOwnHost(request, parts))
      return sendPage(
        reply,
        errorPage("This server goes by other names", "Its operator can add this one: PUBLIC_URL or PUBLIC_HOSTS."),
        421,
      );
    if (request.method === "POST" && !fromOwnPage(request, parts))
      return sendPage(reply, errorPage("The form did not come from here", "Open the page anew and send the form again."), 403);
  });
  app.get("/style.css", async (_request, reply) =>
    reply.type("text/css; charset=utf-8").header("cache-control", "public, max-age=300").send(stylesheet),
  );
  signInRoutes(app, parts);
  keyRoutes(app, parts);
}

async function sandboxOf({ directory, developers: { dsn, slug } }: DeveloperParts): Promise<number | undefined> {
  const orgId = await directory.orgIdOf("archtics", dsn);
  const organisation = orgId === undefined ? undefined : await directory.organisation(orgId);
  return organisation?.slug === slug ? organisation.orgId : undefined;
}

function answerError({ log }: DeveloperParts, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(headers);
  if (error instanceof DatabaseUnavailable) {
    reply.header("retry-after", "5");
    sendPage(reply, errorPage("The database cannot be reached", "Try again in a moment."), 503);
    return;
  }
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode < 500) {
    sendPage(reply, errorPage("The form cannot be read", "Open the page anew and send the form again."), statusCode);
    return;
  }
  log.error({ err: error, requestId: request.id }, "a request failed");
  sendPage(reply, errorPage("Something went wrong", `If it stays so, tell the operator: request ${request.id}.`), 500);
}
