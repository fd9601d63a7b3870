import { version } from "../../version.ts";
import { type Command, products } from "./command.ts";
import { commands } from "./commands/index.ts";
import { faults } from "./faults.ts";
import type { Field, Fields } from "./fields.ts";

type Schema = Record<string, unknown>;

/** The OpenAPI 3.1 document of this protocol, from the commands' declarations. */
export function openApi(): Schema {
  const byStatus = new Map<number, string[]>();
  for (const { status, text } of Object.values(faults)) byStatus.set(status, [...(byStatus.get(status) ?? []), text]);
  const failures = [...byStatus.entries()].map(([status, texts]) => [
    String(status),
    { description: texts.join("; "), content: json(ref("Fault")) },
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Willcall: Archtics Transaction Services and Pro Delivery Manager",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: {
      "/{product}/ticketing_services.aspx": {
        post: {
          summary: "Runs the commands of a body in order",
          operationId: "archtics",
          security: [{ apikey: [] }],
          parameters: [
            { name: "product", in: "path", required: true, schema: { enum: [...products, "archticsservices"] } },
            { name: "dsn", in: "query", required: true, schema: { type: "string", maxLength: 32 } },
          ],
          requestBody: { required: true, content: json(ref("Request")) },
          responses: {
            200: { description: "Each command's answer, under the key it came with", content: json(ref("Answer")) },
            ...Object.fromEntries(failures),
          },
        },
      },
    },
    components: {
      securitySchemes: { apikey: { type: "apiKey", in: "header", name: "apikey" } },
      schemas: {
        Request: envelope("input"),
        Answer: envelope("output"),
        Fault: object({ fault: object({ faultstring: { type: "string" }, detail: object({ errorcode: { type: "string" } }) }) }),
        ...Object.fromEntries(
          commands.flatMap((command) => [
            [`${command.name}_input`, inputOf(command)],
            [`${command.name}_output`, outputOf(command)],
          ]),
        ),
      },
    },
  };
}

function envelope(side: "input" | "output"): Schema {
  const header = object({
    ver: {},
    src_sys_type: {},
    src_sys_name: {},
    archtics_version: {},
    ...(side === "output" && { ats_version: { type: "string" }, result: { const: 0 } }),
  });
  return {
    type: "object",
    required: ["command1"],
    properties: { header },
    patternProperties: { "^command[1-9][0-9]*$": { anyOf: commands.map((command) => ref(`${command.name}_${side}`)) } },
  };
}

function inputOf(command: Command): Schema {
  const schema = object(properties(command.input));
  return {
    ...schema,
    description: command.purpose,
    required: ["cmd", "uid", "dsn", ...command.required],
    properties: { ...(schema.properties as object), cmd: { const: command.name } },
  };
}

function outputOf(command: Command): Schema {
  const codes = Object.entries(command.results).map(([code, { meaning, mark }]) => `${code}: ${meaning} (${mark})`);
  const base = properties(command.output);
  return {
    ...object({
      cmd: { type: "string" },
      ref: { type: "string" },
      ...base,
      result: { type: "integer", enum: Object.keys(command.results).map(Number), description: codes.join("; ") },
    }),
    required: ["cmd", "result", "sql_code"],
  };
}

function properties(fields: Fields): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      { ...schemaOf(field), description: `${field.meaning} (${field.mark})` },
    ]),
  );
}

function schemaOf(field: Field): Schema {
  switch (field.type) {
    case "integer":
      return { type: "integer" };
    case "decimal":
      return { type: "number" };
    case "flag":
      return { enum: [0, 1] };
    case "day":
      return { type: "string", format: "date" };
    case "choice":
      return { enum: [...field.values] };
    case "struct":
      return object(properties(field.fields));
    case "words":
      return { type: "array", items: { type: "string", maxLength: field.max } };
    case "stream":
      return { type: "array", items: object(properties(field.fields)) };
    case "filter-day":
      return { type: "string", format: "date" };
    case "moment":
      return { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}(:\\d{2})?)?$" };
    case "list":
      return { type: "array", maxItems: field.max, items: object(properties(field.fields)) };
    default:
      return { type: "string", maxLength: field.max };
  }
}

const object = (members: Record<string, unknown>): Schema => ({ type: "object", properties: members });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Schema): Schema => ({ "application/json": { schema } });
