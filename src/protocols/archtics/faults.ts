/** Every way the gateway says no before or instead of a command: status, words, and the code that clients may switch on. */
export const faults = {
  "not-json": { status: 400, text: "The body is not JSON", code: "willcall.NotJson" },
  "not-an-object": { status: 400, text: "The body must be a JSON object", code: "willcall.NotAnObject" },
  "too-deep": { status: 400, text: "The body is nested over 64 deep", code: "willcall.TooDeep" },
  "too-large": { status: 400, text: "The body is over 1 MiB", code: "willcall.TooLarge" },
  "no-command": { status: 400, text: "The body has no command1", code: "willcall.NoCommand" },
  "bad-command": { status: 400, text: "Each command must be an object", code: "willcall.BadCommand" },
  "too-many-commands": { status: 400, text: "The body has over 100 commands", code: "willcall.TooManyCommands" },
  "bad-sandbox-header": {
    status: 400,
    text: "The header Willcall-Sandbox cannot be read",
    code: "willcall.BadSandboxHeader",
  },
  "bad-request": { status: 400, text: "The request cannot be read", code: "willcall.BadRequest" },
  "no-key": { status: 401, text: "Failed to resolve the API key: none was sent", code: "oauth.v2.FailedToResolveAPIKey" },
  "wrong-key": { status: 401, text: "Invalid ApiKey", code: "oauth.v2.InvalidApiKey" },
  "not-this-product": { status: 401, text: "The API key does not hold this product", code: "willcall.ProductNotAllowed" },
  "not-this-dsn": { status: 401, text: "The API key does not hold this DSN", code: "willcall.DsnNotAllowed" },
  "not-this-command": { status: 401, text: "The API key does not hold this command", code: "willcall.CommandNotAllowed" },
  "no-dsn-in-body": { status: 401, text: "A command has no dsn", code: "willcall.NoDsnInBody" },
  "dsns-differ": { status: 401, text: "The DSN of the URL and that of the JSON differ", code: "willcall.DsnsDiffer" },
  "not-this-network": { status: 401, text: "Not authorized for this area", code: "willcall.NetworkNotAllowed" },
  "no-certificate": {
    status: 401,
    text: "A client certificate registered for the DSN is needed",
    code: "willcall.NoCertificate",
  },
  "unknown-product": { status: 404, text: "Unknown product", code: "willcall.UnknownProduct" },
  "unknown-dsn": { status: 404, text: "Unknown or missing DSN in the URL", code: "willcall.UnknownDsn" },
  "not-post": { status: 405, text: "Only POST is answered here", code: "willcall.MethodNotAllowed" },
  "over-limit": {
    status: 429,
    text: "The limit of calls of the API key or client certificate is used up",
    code: "policies.ratelimit.QuotaViolation",
  },
  "too-many-at-once": {
    status: 429,
    text: "The API key or client certificate has too many calls under way",
    code: "willcall.TooManyAtOnce",
  },
  internal: { status: 500, text: "Internal error", code: "willcall.Internal" },
  unavailable: { status: 503, text: "The server is currently unavailable", code: "willcall.Unavailable" },
} as const;

export type FaultName = keyof typeof faults;

/** Thrown anywhere in the gateway; becomes the HTTP answer. */
export class Fault extends Error {
  readonly fault: FaultName;
  /** The whole seconds after which the same request may come again. */
  readonly retryAfter: number | undefined;

  /** What exactly, for the caller. */
  readonly detail: string | undefined;

  constructor(fault: FaultName, retryAfter?: number, detail?: string) {
    super(fault);
    this.fault = fault;
    this.retryAfter = retryAfter;
    this.detail = detail;
  }
}

/** Refuses the request; never returns. */
export function refuseRequest(fault: FaultName, retryAfter?: number): never {
  throw new Fault(fault, retryAfter);
}

/** The body of a fault, in the form of the vendor's gateway. */
export function faultBody(fault: FaultName, detail?: string): string {
  const { text, code } = faults[fault];
  const faultstring = detail === undefined ? text : `${text}: ${detail}`;
  return JSON.stringify({ fault: { faultstring, detail: { errorcode: code } } });
}
