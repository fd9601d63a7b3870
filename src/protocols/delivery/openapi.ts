import { type DeliveryCall, sessionInput } from "./call.ts";
import { calls } from "./calls/index.ts";
import type { Field, Fields } from "./fields.ts";
import { statuses } from "./status.ts";

type Schema = Record<string, unknown>;

/** This protocol's paths as OpenAPI 3.1 has them, from the calls' declarations. */
export function openApiPaths(): Record<string, Schema> {
  return Object.fromEntries(calls.map((call) => [`/pdm/${call.name}`, { post: operation(call) }]));
}

function operation(call: DeliveryCall): Schema {
  const codes = call.codes.map((code) => `${code}: ${statuses[code].details}`);
  const status = {
    type: "object",
    required: ["code", "details"],
    properties: {
      code: { type: "integer", enum: call.codes, description: codes.join("; ") },
      details: { type: "string", description: "OK, or what is wrong; with 301, 302 and 303 the fields" },
    },
  };
  const answer = { type: "object", required: ["status"], properties: { status, ...propertiesOf(call.output, true) } };
  return {
    summary: call.purpose,
    operationId: call.name,
    tags: ["Pro Delivery Manager"],
    description: call.input.session_token === sessionInput.session_token ? "Needs a session." : "Opens a session.",
    requestBody: { required: true, content: json(objectOf(call.input)) },
    responses: {
      200: { description: "The outcome; what stands beside status only on success", content: json(answer) },
      503: { description: "The server is currently unavailable" },
    },
  };
}

function objectOf(fields: Fields, answered = false): Schema {
  const required = Object.entries(fields).flatMap(([name, field]) => (field.required ? [name] : []));
  return { type: "object", ...(required.length && { required }), properties: propertiesOf(fields, answered) };
}

/** `answered`: what is not known is "" there. */
function propertiesOf(fields: Fields, answered = false): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      { ...schemaOf(field, answered), description: `${field.meaning} (${field.mark})` },
    ]),
  );
}

function schemaOf(field: Field, answered: boolean): Schema {
  switch (field.type) {
    case "int":
      return { type: "integer", ...(field.least !== undefined && { minimum: field.least }) };
    case "boolean":
      return field.numbers ? { enum: [true, false, 1, 0] } : { type: "boolean" };
    case "day":
      return answered ? { type: "string", pattern: "^(\\d{4}-\\d{2}-\\d{2})?$" } : { type: "string", format: "date" };
    case "choice":
      return { enum: answered ? [...field.values, ""] : [...field.values] };
    case "object":
      return objectOf(field.fields, answered);
    case "list":
      return { type: "array", maxItems: field.max, items: objectOf(field.fields, answered) };
    default:
      return { type: "string", ...(field.max !== undefined && { maxLength: field.max }) };
  }
}

const json = (schema: Schema): Schema => ({ "application/json": { schema } });
