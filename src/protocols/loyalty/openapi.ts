import { commonInput, type LoyaltyCall } from "./call.ts";
import { calls } from "./calls/index.ts";
import type { Field, Fields } from "./fields.ts";
import type { Output, Outputs } from "./output.ts";

type Schema = Record<string, unknown>;

/** This protocol's one path as OpenAPI 3.1 has it: each call is one of the forms that it takes, told apart by `type`. */
export function openApiPaths(): Record<string, Schema> {
  const bodies = calls.map(requestOf);
  const answers = calls.map(answerOf);
  return {
    "/api.php": {
      post: {
        summary: "Every call of the Sticky Street protocol; `type` says which",
        operationId: "loyaltyCall",
        tags: ["Sticky Street"],
        requestBody: {
          required: true,
          content: {
            "application/x-www-form-urlencoded": { schema: { oneOf: bodies } },
            "multipart/form-data": { schema: { oneOf: bodies } },
            "application/json": { schema: { oneOf: bodies } },
          },
        },
        responses: {
          200: {
            description: "The outcome, errors too; XML unless output is JSON",
            content: { "application/json": { schema: { anyOf: [errorAnswer, ...answers] } }, "text/xml": {} },
          },
          413: { description: "The body is too large" },
          429: { description: "The user's limit is reached; Retry-After says for how long" },
          503: { description: "The server is currently unavailable" },
        },
      },
    },
  };
}

const errorAnswer: Schema = {
  type: "object",
  title: "error",
  required: ["status", "error"],
  properties: { status: { const: "error" }, error: { type: "string", description: "What is wrong, in the account's language" } },
};

function requestOf({ type, aliases = [], purpose, input }: LoyaltyCall): Schema {
  const fields = { ...commonInput, ...input };
  const { type: _, ...common } = propertiesOf(fields);
  const required = ["type", "user_id", "account_id", ...Object.keys(input).filter((name) => input[name]!.required)];
  const types = { type: { enum: [type, ...aliases], description: purpose } };
  return { type: "object", title: type, required, properties: { ...types, ...common } };
}

function propertiesOf(fields: Fields): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      { ...schemaOf(field), description: `${field.meaning} (${field.mark})` },
    ]),
  );
}

function schemaOf(field: Field): Schema {
  switch (field.type) {
    case "text":
    case "family":
      return { type: "string", maxLength: field.max };
    case "key":
      return { type: "string", maxLength: field.max, ...(field.digits && { pattern: "^\\d*$" }) };
    case "int":
      return { type: "string", pattern: "^\\d*$" };
    case "money":
      return { type: "string", pattern: "^([+-]?\\d{1,10}([.,]\\d{1,2})?)?$" };
    case "choice":
      return { enum: [...field.values, ""] };
    default:
      return { type: "string" };
  }
}

function answerOf({ type, output, statuses = [] }: LoyaltyCall): Schema {
  const status = { enum: ["success", ...statuses] };
  return { type: "object", title: type, required: ["status"], properties: { status, ...outputProperties(output) } };
}

function outputProperties(outputs: Outputs): Record<string, Schema> {
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, outputSchema(output)]));
}

function outputSchema(output: Output): Schema {
  const description = `${output.meaning} (${output.mark})`;
  if (output.type === "text") return { type: "string", description };
  if (output.type === "family") return { type: "object", properties: outputProperties(output.fields), description };
  const attributes = Object.fromEntries(
    Object.entries(output.attributes).map(([name, meaning]) => [name, { type: "string", description: meaning }]),
  );
  if (output.type === "element")
    return { type: "object", properties: { ...attributes, ...outputProperties(output.fields) }, description };
  const text = { xml_value_to_show: { type: "string" } };
  const item = output.fields ? { ...attributes, ...outputProperties(output.fields) } : text;
  return { type: "array", items: { type: "object", properties: item }, description };
}
