import { createHmac, timingSafeEqual } from "node:crypto";
import { type BlockList, isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { isForwarded } from "../../platform/networks.ts";

/** What is needed to tell where a request comes from and what this server is called in it. */
export interface VisitSettings {
  readonly ownHosts: ReadonlySet<string>;
  readonly trustedProxies: BlockList;
  readonly developers: { readonly publicUrl: string; readonly showLinks: boolean };
}

const cookieName = "willcall_developer";
const sessionSeconds = 12 * 3_600;
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Whether the request was made to a name of this server's: a link with another's name in it would lead there. */
export function isOwnHost(request: FastifyRequest, { ownHosts }: VisitSettings): boolean {
  return ownHosts.has(hostName(request));
}

/** Under which address the visitor reaches this server, as in https://willcall.example. */
export function addressOf(request: FastifyRequest, settings: VisitSettings): string {
  const { publicUrl } = settings.developers;
  return publicUrl || `${isSecure(request, settings) ? "https" : "http"}://${request.headers.host}`;
}

/** Whether the visitor's connection is encrypted, as far as this server or a trusted proxy knows. */
export function isSecure(request: FastifyRequest, { trustedProxies, developers }: VisitSettings): boolean {
  if ("encrypted" in request.raw.socket) return true;
  if (developers.publicUrl.startsWith("https:") && new URL(developers.publicUrl).host === request.headers.host) return true;
  return contains(trustedProxies, peerOf(request)) && header(request, "x-forwarded-proto") === "https";
}

/** Whether links may be shown to the visitor, who could else be anybody: only on this very machine, through no proxy. */
export function mayShowLinks(request: FastifyRequest, { developers }: VisitSettings): boolean {
  return (
    developers.showLinks &&
    loopback.test(peerOf(request)) &&
    loopback.test(hostName(request)) &&
    !isForwarded((name) => request.headers[name])
  );
}

/** The visitor's network address for counting: behind trusted proxies what they say, and of IPv6 the network of 64 bits. */
export function clientOf(request: FastifyRequest, { trustedProxies }: VisitSettings): string {
  const hops = (header(request, "x-forwarded-for") ?? "").split(",").map((hop) => plain(hop.trim()));
  const nearest = contains(trustedProxies, peerOf(request)) && hops.reverse().find((hop) => !contains(trustedProxies, hop));
  const address = nearest && isIP(nearest) ? nearest : peerOf(request);
  if (isIP(address) !== 6) return address;
  const [before = "", after] = address.split("%")[0]!.split("::");
  const groups = (text: string | undefined) => text?.split(":").filter(Boolean) ?? [];
  const [head, tail] = [groups(before), groups(after)];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0");
  return [...head, ...zeros, ...tail].slice(0, 4).join(":");
}

/** Whether a form was sent from one of this server's own pages. Every browser of the last years says where from. */
export function fromOwnPage(request: FastifyRequest, { developers }: VisitSettings): boolean {
  const origin = header(request, "origin");
  if (origin === undefined) return header(request, "sec-fetch-site") === "same-origin";
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === request.headers.host?.toLowerCase() || origin === developers.publicUrl;
}

/** The session's token that the visitor's cookie holds. */
export function sessionOf(request: FastifyRequest): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(";").map((one) => one.trim());
  return cookies.find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) || undefined;
}

/** A cookie that holds a session; without one, the cookie that ends it. */
export function sessionCookie(session: string | undefined, secure: boolean): string {
  const age = session === undefined ? 0 : sessionSeconds;
  return `${cookieName}=${session ?? ""}; Path=/developers; Max-Age=${age}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}

/** What a form with this action must send along: it can be made only by who has the session's cookie. */
export function csrfToken(session: string, action: string): string {
  return createHmac("sha256", session).update(`willcall developers ${action}`).digest("base64url");
}

/** Whether `given` is the form's token. */
export function isCsrfToken(given: string, session: string, action: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(csrfToken(session, action))];
  return a.length === b.length && timingSafeEqual(a, b);
}

function hostName(request: FastifyRequest): string {
  return (request.headers.host ?? "")
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "");
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");
const peerOf = (request: FastifyRequest): string => plain(request.raw.socket.remoteAddress ?? "");

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
}
