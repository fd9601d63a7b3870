import { commonInput, type LoyaltyCall } from "./call.ts";
import { calls } from "./calls/index.ts";
import type { Field, Fields } from "./fields.ts";
import type { Output, Outputs } from "./output.ts";
import { wirePermission } from "./permissions.ts";
import { roleLetters } from "./roles.ts";

/** The page of this protocol in docs/, in Markdown, from the declarations that also decode, encode and make /openapi.json. */
export function referencePage(all: readonly LoyaltyCall[] = calls): string {
  return [introduction, commonTable(), rolesTable(), ...all.map(page)].join("\n\n").concat("\n");
}

const introduction = `# Sticky Street

<!-- Made by npm run docs from src/protocols/loyalty; edit the declarations there. -->

Willcall answers the calls on this page, which are those of the vendor's API 1.5 and 1.6. The same declarations are at \`/openapi.json\` as OpenAPI 3.1. How it
differs from the original is told in [Moving from Sticky Street](../move-from-sticky-street.md), what becomes of fields that other protocols share in
[One customer](../one-customer.md).

Each fact bears a mark: *documented* stands in the vendor's pages, *observed* in real clients' requests and recorded answers, *willcall* is this project's own choice where
they are silent.

## Requests

\`POST\` to any path that ends in \`/api.php\`, or to \`/\` with a \`type\` (*documented*). The parameters are form data, \`application/x-www-form-urlencoded\` or
\`multipart/form-data\`, or the members of a JSON object (*willcall*); nothing else is read, XML least of all. \`GET\` with a query works where the account allows it, because it carries
the key in an address (*willcall*: off, unless it is set; on in the sandbox). A body is at most 1 MiB and has at most 500 fields. Parameters that a call does not have are ignored. Of one
that comes twice the last counts.

Names of parameters are case-sensitive, \`output\` and words like Yes are not. An empty \`code\`, \`card_number\`, \`campaign_id\` or \`profile_uid\` counts as not sent; any other field
that is sent empty takes away what is there. Lengths count characters. Text is trimmed, passwords are not. A character that XML can't say, such as a control character, is an error.

## Answers

XML unless \`output\` is JSON. The root has the status as an attribute; an error has one text, in the account's language (English, Spanish or French), which begins
with the name of the field at fault, where there is one. HTTP's status is 200 for every outcome but these (*willcall*): 413 for a body that is too large, 429 over the limit (with \`Retry-After\`), and 503 when the
server can't serve.

\`\`\`xml
<response status="success"><customer status="update"><code>1234567890123456</code></customer></response>
<response status="error"><error>custom_date: must be a day as in 1970-07-14 (YYYY-MM-DD)</error></response>
\`\`\`

In JSON there is no root, and \`status\` is the first member (*observed*). Attributes become members. A list stands under the name of its container, and is a list with one element too; children
of \`response\` itself that come several times stand under their plural. Every value is a string; an empty element is \`""\`. A list of plain texts is a list of
\`{"xml_value_to_show": "…"}\`. JSON is indented by two spaces; \`condensed=yes\` leaves white space out. With \`callback\`, which must be a name such as \`app.show_1\`, the answer is JSONP: \`/**/app.show_1({…});\`.`;

function commonTable(): string {
  return `## Every call takes

${table(["Name", "Type", "Meaning", "Mark"], inputRows(commonInput, false))}

The key may stand in the header \`api_access_key\` instead (*documented*). A user may have several keys; \`user_login\` gives out a further one for the user's password.
Whatever is wrong with user, key or account, the answer is the same. A user may make 300 calls a minute unless another number is set (*willcall*).`;
}

function rolesTable(): string {
  const rows = Object.entries(roleLetters).map(([letter, { role, may }]) => [letter, role.replaceAll("-", " "), may]);
  return `## Roles

What each role may do is *willcall*'s choice where the vendor is silent. Single permissions can be taken away from a user (\`suppress_permissions\`).

${table(["user_role", "Role", "May"], rows)}`;
}

function page(call: LoyaltyCall): string {
  const { type, aliases = [], purpose, permission, statuses = [], notes } = call;
  const also = aliases.length ? ` Older clients call it ${aliases.map((one) => `\`${one}\``).join(" and ")} (*observed*).` : "";
  const needs = permission ? ` Needs the permission \`${wirePermission(permission)}\`.` : "";
  const inputs = inputRows(call.input, true);
  return [
    `## ${type}`,
    `${purpose}${also}${needs}`,
    ...(notes ? [notes] : []),
    ...(inputs.length ? ["Takes:", table(["Name", "Type", "Required", "Meaning", "Mark"], inputs)] : ["Takes nothing more."]),
    ...(Object.keys(call.output).length
      ? ["Answers:", table(["Name", "Meaning", "Mark"], outputRows(call.output))]
      : ["Answers nothing but the status."]),
    ...(statuses.length ? [`Statuses: success, error, ${statuses.join(", ")}.`] : []),
  ].join("\n\n");
}

function inputRows(fields: Fields, withRequired: boolean): string[][] {
  return Object.entries(fields).map(([name, field]) => {
    const also = field.aliases?.length ? `. Also ${field.aliases.map((one) => `\`${one}\``).join(", ")}` : "";
    return [
      `\`${name}\``,
      typeOf(field),
      ...(withRequired ? [field.required ? "yes" : ""] : []),
      `${field.meaning}${also}`,
      field.mark,
    ];
  });
}

function typeOf(field: Field): string {
  switch (field.type) {
    case "text":
      return `text, ${field.max}`;
    case "key":
      return field.digits ? `digits, ${field.max}` : `text, ${field.max}`;
    case "family":
      return "as it is defined";
    case "day":
      return "YYYY-MM-DD";
    case "int":
      return `${field.least} to ${field.most}`;
    case "money":
      return "amount, as in 9.95";
    case "choice":
      return field.values.join(", ");
    case "yes":
      return "Yes";
    case "present":
      return "anything";
  }
}

/** Attributes with an @, as XPath has them. */
function outputRows(outputs: Outputs, under = ""): string[][] {
  return Object.entries(outputs).flatMap(([name, output]) => {
    const path = `${under}${name}`;
    const row = [`\`${path}\``, output.meaning, output.mark];
    return [row, ...childRows(path, output)];
  });
}

function childRows(path: string, output: Output): string[][] {
  if (output.type === "text") return [];
  if (output.type === "family") return outputRows(output.fields, `${path}/`);
  const at = output.type === "list" ? `${path}/${output.child}` : path;
  const attributes = Object.entries(output.attributes).map(([name, meaning]) => [`\`${at}/@${name}\``, meaning, output.mark]);
  return [...attributes, ...(output.fields ? outputRows(output.fields, `${at}/`) : [[`\`${at}\``, output.meaning, output.mark]])];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
