import type { Static, TSchema } from "typebox";
import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { ApiKey, Organisation } from "../../core/organisations/organisation.ts";

/** What a key of the native API may be for: its products. One that ends in :write includes the :read before it. */
export const scopes = [
  "sandbox",
  "customers:read",
  "customers:write",
  "deliveries:read",
  "deliveries:write",
  "campaigns:read",
  "campaigns:write",
  "transactions:read",
  "transactions:write",
  "ticketing:read",
  "ticketing:write",
  "seats:read",
  "seats:write",
  "organisation:read",
  "organisation:write",
  "changes:read",
  "audit:read",
] as const;
export type Scope = (typeof scopes)[number];

/** Whether what a key holds suffices for a scope. */
export function holds(held: readonly string[], scope: Scope): boolean {
  return held.includes(scope) || (scope.endsWith(":read") && held.includes(scope.replace(":read", ":write")));
}

/** Who calls, once the key has been judged. */
export interface NativeContext {
  /** With the organisation's own clock. */
  readonly core: Core;
  readonly organisation: Organisation;
  readonly key: ApiKey;
  readonly caller: Caller;
  readonly reads: ReadLog;
  readonly requestId: string;
  /** The version that the caller has seen, of If-Match; undefined for `*`, and on calls that are not `guarded`. */
  readonly ifVersion: number | undefined;
}

export interface Shapes {
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly answer?: TSchema;
}

type Shape<S extends Shapes, K extends keyof Shapes> = S[K] extends TSchema ? Static<S[K]> : undefined;

/** One call of the native API, declared once: its route, its checks and its place in OpenAPI follow from this. */
export interface NativeCall<S extends Shapes = Shapes> {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** Below /api/v1, parameters as {name}. */
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  readonly shapes: S;
  /** The answer has a `version`, which becomes its ETag. */
  readonly versioned?: boolean;
  /** A change that must say which version it goes by: If-Match is required. */
  readonly guarded?: boolean;
  /** Of a call that makes something: its address below /api/v1; the status is then 201. */
  readonly location?: (answer: Shape<S, "answer">) => string;
  /**
   * Of a call that takes an Idempotency-Key: the answer from what its write gave, as JSON keeps it. The write must be one through
   * runWrite whose result is that of the core's function.
   */
  readonly replay?: (context: NativeContext, done: never) => Promise<Shape<S, "answer">>;
  /** The answer may also be a table (table.ts), as CSV. */
  readonly csv?: boolean;
  /** Gives the answer; undefined for 204. Throws Problem and the core's refusals. */
  handle(
    context: NativeContext,
    input: { params: Shape<S, "params">; query: Shape<S, "query">; body: Shape<S, "body"> },
  ): Promise<Shape<S, "answer">>;
}

/** Declares a call: its handler gets what its shapes let through and must give what they declare. */
export function defineCall<const S extends Shapes>(call: NativeCall<S>): NativeCall {
  return call as unknown as NativeCall;
}
