import { Busboy, type BusboyInstance } from "@fastify/busboy";

/** A request can't be read; the reason is one of texts/. */
export class Unreadable extends Error {
  readonly reason: "form-unreadable" | "too-many-fields" | "files-refused" | "media-type";

  constructor(reason: Unreadable["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** Bytes of a body. */
export const bodyLimit = 1_048_576;
const mostFields = 500;
/** What the parser of multipart bodies is given at a time: it can't be stopped within. */
const piece = 16_384;

/** Parameters by their names, as they were sent; of one that comes twice the last counts, as in the vendor's own PHP. */
export type Parameters = ReadonlyMap<string, string>;

/** The parameters of a body, by its type: urlencoded, multipart or JSON. Throws Unreadable. */
export async function readBody(body: Buffer, contentType: string | undefined): Promise<Parameters> {
  const type = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (type === "multipart/form-data") return readMultipart(body, contentType!);
  if (type === "application/json") return readJson(utf8(body));
  // A client that says nothing sends a form; nothing else is guessed at, XML least of all.
  if (type === "" || type === "application/x-www-form-urlencoded") return readForm(utf8(body));
  throw new Unreadable("media-type");
}

/** Throws Unreadable for bytes that are no UTF-8. */
function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Unreadable("form-unreadable");
  }
}

/** The parameters of a form, or of an address's query. Throws Unreadable. */
export function readForm(form: string): Parameters {
  const parameters = new Map<string, string>();
  const parts = form.split("&", mostFields + 1);
  if (parts.length > mostFields) throw new Unreadable("too-many-fields");
  for (const part of parts) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    parameters.set(decodePart(name), decodePart(value));
  }
  return parameters;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new Unreadable("form-unreadable");
  }
}

function readJson(text: string): Parameters {
  const parameters = new Map<string, string>();
  let json: unknown;
  try {
    // Numbers as they are written: a code of sixteen digits is more than a number can hold.
    json = JSON.parse(text === "" ? "{}" : text, asWritten);
  } catch {
    throw new Unreadable("form-unreadable");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Unreadable("form-unreadable");
  const members = Object.entries(json);
  if (members.length > mostFields) throw new Unreadable("too-many-fields");
  for (const [name, value] of members) {
    // A list stands for what forms send as one text.
    const scalar = Array.isArray(value) && value.every(isScalar) ? value.join(",") : value;
    if (!isScalar(scalar)) throw new Unreadable("form-unreadable");
    if (scalar !== null) parameters.set(name, String(scalar));
  }
  return parameters;
}

function asWritten(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number") return value;
  if (context?.source === undefined && !Number.isSafeInteger(value)) throw new Unreadable("form-unreadable");
  return context?.source ?? value;
}

const isScalar = (value: unknown): boolean => value === null || ["string", "number", "boolean"].includes(typeof value);

/** Reading ends at the first part that is one too many: what comes behind costs nothing. */
function readMultipart(body: Buffer, contentType: string): Promise<Parameters> {
  return new Promise((resolve, reject) => {
    const parameters = new Map<string, string>();
    let parser: BusboyInstance | undefined;
    let failed = false;
    const fail = (reason: Unreadable["reason"]): void => {
      failed = true;
      reject(new Unreadable(reason));
      parser?.removeAllListeners();
      parser?.on("error", () => {});
    };
    try {
      const limits = { parts: mostFields, fieldNameSize: 200, fieldSize: bodyLimit, headerPairs: 20 };
      parser = new Busboy({ headers: { "content-type": contentType }, limits });
    } catch {
      return reject(new Unreadable("form-unreadable"));
    }
    parser.on("field", (name, value) => void parameters.set(name, value));
    parser.on("file", () => fail("files-refused"));
    // A file's part refuses the whole, so all parts that are counted are fields.
    parser.on("partsLimit", () => fail("too-many-fields"));
    parser.on("error", () => fail("form-unreadable"));
    parser.on("finish", () => resolve(parameters));
    for (let at = 0; at < body.length && !failed; at += piece) parser.write(body.subarray(at, at + piece));
    if (!failed) parser.end();
  });
}
