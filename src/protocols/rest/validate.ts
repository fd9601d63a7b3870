import { Ajv } from "ajv";
import formats from "ajv-formats";

const options = { allErrors: true, useDefaults: true };
/** A query has nothing but text, so its numbers are read out of it; a body says what it means. */
const lenient = addFormats(new Ajv({ ...options, coerceTypes: true }));
const strict = addFormats(new Ajv(options));

function addFormats(ajv: Ajv): Ajv {
  formats.default(ajv);
  return ajv;
}

/** Compiles the schema of a part of a request. Nothing unknown is dropped in silence: a misspelt member is a fault. */
export function compile({ schema, httpPart }: { schema: unknown; httpPart?: string }) {
  return (httpPart === "body" ? strict : lenient).compile(schema as object);
}
