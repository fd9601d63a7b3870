import type { Static, TSchema } from "typebox";
import type { Core } from "../../core/core.ts";
import type { ApiKey, Organisation } from "../../core/organisations/organisation.ts";

/** What a key of the native API may be for: its products. */
export const scopes = ["sandbox"] as const;
export type Scope = (typeof scopes)[number];

/** Who calls, once the key has been judged. */
export interface NativeContext {
  readonly core: Core;
  readonly organisation: Organisation;
  readonly key: ApiKey;
  readonly requestId: string;
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
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Below /api/v1, parameters as {name}. */
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  readonly shapes: S;
  /** Gives the answer; undefined for 204. Throws Problem. */
  handle(
    context: NativeContext,
    input: { params: Shape<S, "params">; query: Shape<S, "query">; body: Shape<S, "body"> },
  ): Promise<Shape<S, "answer">>;
}

/** Declares a call: its handler gets what its shapes let through and must give what they declare. */
export function defineCall<const S extends Shapes>(call: NativeCall<S>): NativeCall {
  return call as unknown as NativeCall;
}
