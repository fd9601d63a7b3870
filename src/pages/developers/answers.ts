import type { FastifyReply, FastifyRequest } from "fastify";
import { errorPage } from "./views/error.ts";

/** Sends a page. */
export function sendPage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.code(status).type("text/html; charset=utf-8").send(page);
}

/** The fields of the form that was sent; a field that was not is empty. */
export function formOf(request: FastifyRequest): (name: string) => string {
  const { body } = request;
  return (name) => (body instanceof URLSearchParams ? (body.get(name) ?? "") : "");
}

/** The page for whoever does something too often. */
export function sendTooMany(reply: FastifyReply, retryAfter: number): FastifyReply {
  const minutes = Math.ceil(retryAfter / 60);
  reply.header("retry-after", String(retryAfter));
  return sendPage(
    reply,
    errorPage("That was too often", `Come again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`),
    429,
  );
}
