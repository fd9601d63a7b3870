import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Log } from "./platform/log.ts";
import type { Overload } from "./platform/overload.ts";
import type { Telemetry } from "./platform/telemetry.ts";
import { archticsPath } from "./protocols/archtics/access.ts";
import { faultBody } from "./protocols/archtics/faults.ts";
import { unavailableBody } from "./protocols/delivery/status.ts";
import { unavailableXml } from "./protocols/loyalty/write.ts";
import { problemUnavailable } from "./protocols/rest/problems.ts";

interface SheddingParts {
  readonly overload: Overload;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly requestId: () => string;
}

/** How a protocol says that it can't serve now: JSON, unless it has another type. */
interface Unavailable {
  readonly path: RegExp;
  readonly unavailable: string;
  readonly type?: string;
}

/** The paths of each protocol, and what it says. */
const protocols: readonly Unavailable[] = [
  { path: archticsPath, unavailable: faultBody("unavailable") },
  { path: /^\/pdm\/\w+$/, unavailable: unavailableBody },
  { path: /\/api\.php$/, unavailable: unavailableXml, type: "text/xml; charset=utf-8" },
  { path: /^\/api\/v1\/(?!sandbox\/)/, unavailable: problemUnavailable },
];
const quietMs = 1_000;

/**
 * What stands before the app: while the process is overloaded it answers vendors' calls with 503, in the protocol's form, at a
 * tenth of what the app would take to say the same, so that refusing doesn't use up what is left to those under way. Counted like all
 * requests; the log gets one line a second for all of them instead of one each.
 */
export function shedding(handler: RequestListener, { overload, telemetry, log, requestId }: SheddingParts): RequestListener {
  let shed = 0;
  let saidAt = Number.NEGATIVE_INFINITY;

  function say(): void {
    shed++;
    const now = performance.now();
    if (now - saidAt < quietMs) return;
    log.warn({ requests: shed }, "overloaded: requests were refused");
    saidAt = now;
    shed = 0;
  }

  function refuse(response: ServerResponse, { unavailable, type }: Unavailable): void {
    telemetry.request(503);
    say();
    response.writeHead(503, {
      "x-request-id": requestId(),
      "x-content-type-options": "nosniff",
      "content-type": type ?? "application/json;charset=UTF-8",
      "content-length": Buffer.byteLength(unavailable),
      "retry-after": "1",
    });
    response.end(unavailable);
  }

  return (request: IncomingMessage, response) => {
    const unavailable = unavailableTo(request.url);
    if (unavailable !== undefined && overload.refuses()) refuse(response, unavailable);
    else handler(request, response);
  };
}

/** What a vendor's call is told when it can't be served; undefined for what is no such call. */
function unavailableTo(url = ""): Unavailable | undefined {
  const end = url.indexOf("?");
  const path = end < 0 ? url : url.slice(0, end);
  return protocols.find((one) => one.path.test(path));
}
