import { type Command, commonInput, commonOutput, commonResults, products, type ResultCode } from "./command.ts";
import { commands } from "./commands/index.ts";
import { faults } from "./faults.ts";
import type { Field, Fields } from "./fields.ts";

/** The page of this protocol in docs/, in Markdown, from the declarations that also decode, encode and make /openapi.json. */
export function referencePage(all: readonly Command[] = commands): string {
  return [introduction, access, requestAndAnswer(), failures(), overview(all), ...all.map(page)].join("\n\n").concat("\n");
}

const introduction = `# Archtics Transaction Services

<!-- Made by npm run docs from src/protocols/archtics; edit the declarations there. -->

Willcall answers the commands on this page; any other name answers result 9999. The same declarations are at \`/openapi.json\` as OpenAPI 3.1.

Each fact bears a mark: *documented* stands in the vendor's documents, *observed* was seen in their samples or in real clients, *willcall* is
this project's own choice where the documents are silent. How it differs from the original is told in
[Moving from Archtics](../move-from-archtics.md).`;

const access = `## Addresses

\`POST\`, to any path that ends in \`/ticketing_services.aspx\`; upper and lower case are the same.

| Path | Who may call |
| --- | --- |
| \`/{product}/ticketing_services.aspx?dsn={dsn}\` | The bearer of an API key that holds the product and the DSN. The key comes in the header \`apikey\` or \`x-api-key\`, or as \`apikey\` in the query. |
| \`/ats/ticketing_services.aspx\` | A system in one of the organisation's own networks, without a key. The JSON's \`dsn\` chooses the database; a \`dsn\` in the query must agree. Refused: requests with an \`Origin\`, with a \`Host\` that is not this server's, and forwarded ones unless the sender is one of TRUSTED_PROXIES. |
| \`/archtics/ats/ticketing_services.aspx?dsn={dsn}\` | The bearer of a TLS client certificate that is registered for the DSN (\`willcall certificate add\`), over HTTPS, without a key. |

The products, each of which includes the ones before it: ${products.map((one) => `\`${one}\``).join(", ")}. \`archticsservices\` is another name of \`sth-buy\`.
Before any command runs, all commands of a body are checked: against the key's product, its DSNs and, when it is narrowed to some, its commands.`;

function requestAndAnswer(): string {
  return `## Request and answer

The body is a JSON object with \`command1\`, \`command2\` and so on, up to 100 of them, and a \`header\`. The commands run in the order of
their numbers, each in a transaction of its own, and the answer has the same keys. \`header\` comes back with \`ats_version\` and \`result\` 0.

Names and enumerated values match without regard to case. Fields that are not listed are ignored. The members of an object \`additional_params\`
count as the command's own. Text is trimmed at its end, but for PINs and passwords. Empty values are left out of answers.

Inputs of every command:

${inputTable(commonInput, ["cmd", "uid", "dsn"])}

Outputs of every command, besides \`cmd\` as it was sent and \`ref\` when it was sent:

${outputTable(commonOutput)}

Results of every command:

${resultTable(commonResults)}`;
}

function failures(): string {
  const rows = Object.values(faults).map(({ status, code, text }) => [String(status), `\`${code}\``, text]);
  return `## HTTP statuses

An answer to commands has status 200, whatever their results. A request that can't be answered so gets a body of the form
\`{"fault":{"faultstring":"…","detail":{"errorcode":"…"}}}\`:

${table(["Status", "errorcode", "faultstring"], rows)}`;
}

function overview(all: readonly Command[]): string {
  const rows = all.map(({ name, product, purpose }) => [`[${name}](#${name})`, `\`${product}\``, purpose]);
  return `## Commands\n\n${table(["Command", "Product", "Purpose"], rows)}`;
}

function page(command: Command): string {
  const [input, output, results] = [
    without(command.input, commonInput),
    without(command.output, commonOutput),
    without(command.results, commonResults),
  ];
  const section = (title: string, none: string, members: object, text: string): string =>
    Object.keys(members).length === 0 ? `${title}: ${none}.` : `${title}:\n\n${text}`;
  return [
    `### ${command.name}`,
    `${command.purpose} Needs the product \`${command.product}\`.`,
    section("Inputs", "those of every command", input, inputTable(input, command.required)),
    section("Outputs", "those of every command", output, outputTable(output)),
    section("Results", "those of every command", results, resultTable(results)),
  ].join("\n\n");
}

/** What a command has beside what all have. */
const without = <T extends object>(all: T, common: object): T =>
  Object.fromEntries(Object.entries(all).filter(([name, value]) => common[name as never] !== value)) as T;

function inputTable(fields: Fields, required: readonly string[]): string {
  const rows = flatten(fields).map(({ path, field }) => [
    `\`${path}\``,
    typeOf(field),
    required.includes(path) ? "yes" : "",
    field.meaning,
    field.mark,
  ]);
  return table(["Name", "Type", "Required", "Meaning", "Mark"], rows);
}

function outputTable(fields: Fields): string {
  const rows = flatten(fields).map(({ path, field }) => [`\`${path}\``, typeOf(field), field.meaning, field.mark]);
  return table(["Name", "Type", "Meaning", "Mark"], rows);
}

function resultTable(results: Readonly<Record<number, ResultCode>>): string {
  const rows = Object.entries(results).map(([code, { meaning, mark, sqlCode = 0 }]) => [code, String(sqlCode), meaning, mark]);
  return table(["result", "sql_code", "Meaning", "Mark"], rows);
}

interface Flat {
  readonly path: string;
  readonly field: Field;
}

/** Nested fields under their paths; fields that differ in a number only (other_info_1 and so on) become one row. */
function flatten(fields: Fields, prefix = ""): Flat[] {
  const flat: Flat[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const series = /^(\w+_)(\d+)$/.exec(name);
    if (series && Number(series[2]) > 1 && fields[`${series[1]}1`]?.meaning === field.meaning) {
      const first = `${prefix}${series[1]}1`;
      const at = flat.findIndex(({ path }) => path.split("` to `")[0] === first);
      flat[at] = { path: `${first}\` to \`${prefix}${name}`, field };
      continue;
    }
    flat.push({ path: `${prefix}${name}`, field });
    if (field.type === "struct") flat.push(...flatten(field.fields, `${prefix}${name}.`));
    if (field.type === "list" || field.type === "stream") flat.push(...flatten(field.fields, `${prefix}${name}[].`));
  }
  return flat;
}

function typeOf(field: Field): string {
  const lengths = { char: "text", phone: "telephone", secret: "secret", list: "list", words: "list of texts" };
  if (field.type in lengths) return `${lengths[field.type as keyof typeof lengths]}, ${(field as { max: number }).max}`;
  if (field.type === "choice") return field.values.join(", ");
  const forms: Readonly<Record<string, string>> = {
    flag: "0 or 1",
    day: "YYYY-MM-DD",
    "filter-day": "YYYY-MM-DD",
    moment: "YYYY-MM-DD HH:MM[:SS]",
    struct: "object",
    stream: "list, of any length",
  };
  return forms[field.type] ?? field.type;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
