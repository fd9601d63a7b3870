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

function operation({ summary, shapes, scope }: NativeCall): Schema {
  const { params, query, body, answer } = shapes;
  return {
    summary,
    description: `Scope: ${scope}`,
    security: [{ key: [] }],
    parameters: [...parametersOf("path", params), ...parametersOf("query", query)],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      ...(answer
        ? { 200: { description: "Done", content: { "application/json": { schema: answer } } } }
        : { 204: { description: "Done" } }),
      default: {
        description: "Refused",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function parametersOf(where: "path" | "query", schema: unknown): Schema[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Schema; required?: string[] };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: one,
  }));
}
