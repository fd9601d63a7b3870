import type { IncomingMessage, Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";

/** What both servers are made with: how long a caller may take, and how much may come over one connection. */
export const creationLimits = {
  // Until the head of a request is there.
  headersTimeout: 20_000,
  // Until the whole of it is there.
  requestTimeout: 60_000,
  // How often the two are looked at.
  connectionsCheckingInterval: 5_000,
  // Between two requests; more than the minute after which proxies close their side.
  keepAliveTimeout: 72_000,
  // Of all headers together. A larger head is 431.
  maxHeaderSize: 16_384,
  insecureHTTPParser: false,
} as const;

/** Without a byte either way, also while an answer waits to be read, a connection is closed. */
export const idleTimeoutMs = 120_000;
export const requestsPerConnection = 10_000;
/** Node leaves out the headers beyond its limit. One that a proxy has added could be among them, so such a request is refused. */
export const mostHeaders = 200;

const graceMs = 1_000;

/** Whether Node may have left out some of the headers. */
export function hasTooManyHeaders({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean {
  return rawHeaders.length >= 2 * mostHeaders;
}

/**
 * Bounds a server that is to listen. `closeIdle`, for a server that stops, closes the connections that nothing is going on on, and
 * those which have not brought a first request within a second, of which Node's own closeIdleConnections knows nothing.
 */
export function bound(server: Server | TlsServer, maxConnections: number): { closeIdle(): void } {
  server.timeout = idleTimeoutMs;
  server.maxRequestsPerSocket = requestsPerConnection;
  server.maxHeadersCount = mostHeaders;
  server.maxConnections = maxConnections;
  // Full workers would otherwise hand a connection to each other without end.
  (server as { dropMaxConnection?: boolean }).dropMaxConnection = true;
  const fresh = new Map<Socket, number>();
  server.on("handshakeTimeout" in server ? "secureConnection" : "connection", (socket: Socket) => {
    fresh.set(socket, performance.now());
    socket.once("close", () => fresh.delete(socket));
  });
  server.on("request", ({ socket }) => fresh.delete(socket));
  return {
    closeIdle() {
      server.closeIdleConnections();
      for (const [socket, since] of fresh) if (performance.now() - since > graceMs) socket.destroy();
    },
  };
}

/** Answers what can't be parsed as HTTP, or does not come in time, with its status and nothing else. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  const code = error.code ?? "";
  const late = code === "ERR_HTTP_REQUEST_TIMEOUT";
  // Anything else is no HTTP: a TLS handshake that failed, a connection that broke.
  if (!socket.writable || !(late || code.startsWith("HPE_"))) return void socket.destroy();
  const status = late
    ? "408 Request Timeout"
    : code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : badRequest;
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  // Who is late is not waited for.
  if (late) socket.destroySoon();
}

const badRequest = "400 Bad Request";
