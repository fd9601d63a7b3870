import { type DeliveryCall, sessionInput } from "./call.ts";
import { calls } from "./calls/index.ts";
import type { Field, Fields } from "./fields.ts";
import { statuses, tokenRefused } from "./status.ts";

/** The page of this protocol in docs/, in Markdown, from the declarations that also decode, encode and make /openapi.json. */
export function referencePage(all: readonly DeliveryCall[] = calls): string {
  return [introduction, statusTable(), ...all.map(page)].join("\n\n").concat("\n");
}

const introduction = `# Pro Delivery Manager

<!-- Made by npm run docs from src/protocols/delivery; edit the declarations there. -->

Willcall answers the calls on this page, which are those of the vendor's version 2. The same declarations are at \`/openapi.json\` as OpenAPI 3.1. How it
differs from the original is told in [Moving from Pro Delivery Manager](../move-from-pro-delivery-manager.md), what becomes of fields that other
protocols share in [One customer](../one-customer.md).

Each fact bears a mark: *documented* stands in the vendor's pages, *observed* in one of their examples only, *willcall* is this project's own
choice where they are silent.

## Calls

\`POST /pdm/{Call}\` with a JSON body; the path's case is exact, and it must not end in a slash. Another method, another spelling or an unknown call is HTTP 404.
The outcome is \`status.code\`, with HTTP status 200. Beside \`status\` stands what the call answers; after a failure nothing does.
HTTP 503 says that the server can't serve at present, 413 that the body is over 1 MiB; both have a \`status\` with code 500.

A key belongs to one branch of one company. \`GetSessionToken\` opens a session for it; every other call carries the token and the company. A session lives 60
minutes (setting \`DELIVERY_SESSION_MINUTES\`) and ends with its key. A key may be narrowed to addresses and networks; behind a proxy the address
is the forwarded one only when the proxy is one of \`TRUSTED_PROXIES\`.

null counts as absent, and so does text that is empty or blank. Lengths count characters. Checks come in this order (*willcall*): the JSON (500), required fields
(301), types (303), company (201), key or token (202), address (204), limits (205), bounds (302), who is meant (401), references in use (302), and another delivery on that day (404).
301, 302 and 303 name all fields at fault, in the order of the tables below.`;

function statusTable(): string {
  const rows = Object.entries(statuses).map(([code, { details, mark }]) => [code, details, mark]);
  return `## Status codes

${table(["code", "details begin", "Mark"], rows)}

202 is also the code of a session token that is wrong, expired, another company's or ended with its key; its details are then
\`${tokenRefused}\` (*willcall*).`;
}

function page(call: DeliveryCall): string {
  const { input, output, oneOf, codes } = call;
  const needs = oneOf.map((set) => `One of ${set.map((path) => `\`${path}\``).join(" and ")} is required.`);
  const session = input.session_token === sessionInput.session_token;
  const own = session ? without(input, sessionInput) : input;
  return [
    `## ${call.name}`,
    [call.purpose, ...needs].join(" "),
    `Takes${session ? ", besides `company_id` and `session_token`" : ""}:`,
    table(["Name", "Type", "Required", "Meaning", "Mark"], rowsOf(own, true)),
    "Answers:",
    table(["Name", "Type", "Meaning", "Mark"], rowsOf(output, false)),
    `Codes: ${codes.join(", ")}.`,
  ].join("\n\n");
}

const without = (all: Fields, common: Fields): Fields =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !(name in common)));

function rowsOf(fields: Fields, input: boolean, under = ""): string[][] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = `${under}${name}`;
    const needed = input ? [field.required && field.type !== "object" ? "yes" : ""] : [];
    const row = [`\`${path}\``, typeOf(field), ...needed, field.meaning, field.mark];
    if (field.type === "object") return [row, ...rowsOf(field.fields, input, `${path}.`)];
    if (field.type === "list") return [row, ...rowsOf(field.fields, input, `${path}[].`)];
    return [row];
  });
}

function typeOf(field: Field): string {
  switch (field.type) {
    case "int":
      return field.least === undefined ? "integer" : `integer, at least ${field.least}`;
    case "string":
      return field.max === undefined ? "text" : `text, ${field.max}`;
    case "boolean":
      return field.numbers ? "true, false, 1 or 0" : "true or false";
    case "choice":
      return field.values.join(", ");
    case "list":
      return `list, ${field.max}`;
    default:
      return field.type === "day" ? "YYYY-MM-DD" : field.type;
  }
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
