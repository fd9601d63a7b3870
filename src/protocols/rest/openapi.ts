import { version } from "../../version.ts";
import type { NativeCall } from "./call.ts";
import { calls } from "./calls/index.ts";

type Schema = Record<string, unknown>;

const problem = {
  type: "object",
  required: ["title", "status", "detail", "request_id"],
  properties: {
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    request_id: { type: "string" },
    errors: {
      type: "array",
      items: { type: "object", properties: { field: { type: "string" }, message: { type: "string" } } },
    },
  },
};

/** The OpenAPI 3.1 document of the native API, from the calls' declarations. */
export function openApi(): Schema {
  const paths: Record<string, Schema> = {};
  for (const call of calls) {
    paths[`/api/v1${call.path}`] ??= {};
    paths[`/api/v1${call.path}`]![call.method.toLowerCase()] = operation(call);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Willcall: native API", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } }, schemas: { Problem: problem } },
  };
}

const text = { type: "string" };

function operation({ summary, shapes, scope, versioned, guarded, location, replay, csv }: NativeCall): Schema {
  const { params, query, body, answer } = shapes;
  const etag = versioned && { headers: { ETag: { description: "The version of what is answered", schema: text } } };
  const table = csv && { "text/csv": { schema: text } };
  return {
    summary,
    description: `Scope: ${scope}`,
    security: [{ key: [] }],
    parameters: [
      ...parametersOf("path", params),
      ...parametersOf("query", query),
      ...header(guarded, "If-Match", true, "The ETag that was read, or * for whatever there is"),
      ...header(
        replay,
        "Idempotency-Key",
        false,
        "For 24 hours the same call under it is not done again: what was made is answered as it is now",
      ),
    ],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      ...(answer
        ? {
            [location ? 201 : 200]: {
              description: "Done",
              ...etag,
              content: { "application/json": { schema: answer }, ...table },
            },
          }
        : { 204: { description: "Done" } }),
      default: {
        description: "Refused",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function header(taken: unknown, name: string, required: boolean, description: string): Schema[] {
  return taken ? [{ name, in: "header", required, description, schema: text }] : [];
}

function parametersOf(where: "path" | "query", schema: unknown): Schema[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: where,
    required: where === "path" || (required.includes(name) && !("default" in one)),
    schema: one,
  }));
}
