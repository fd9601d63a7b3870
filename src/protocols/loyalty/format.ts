/** How an answer is to be written. */
export interface Format {
  readonly form: "XML" | "JSON" | "CSV";
  /** The function that a page's script is to call with the answer. */
  readonly callback?: string;
  readonly condensed: boolean;
}

const callbackName = /^[A-Za-z_$][\w$.]{0,63}$/;

export type FormatFault = "output" | "callback";

/**
 * The form that a request asks for (decisions.md, section 3, transport), and the parameter at fault, for one that can't be had: then it is the
 * form in which to say so. `hasTable`: the answer may be had as CSV, too.
 */
export function formatOf(parameters: ReadonlyMap<string, string>, hasTable = false): { format: Format; fault?: FormatFault } {
  const output = (parameters.get("output") ?? "").trim().toUpperCase();
  const callback = parameters.get("callback") || undefined;
  const condensed = /^(yes|y|true|1)$/i.test(parameters.get("condensed")?.trim() ?? "");
  // A table is for a spreadsheet: there is nothing to condense, and no function to call.
  if (output === "CSV" && hasTable) return { format: { form: "CSV", condensed: false } };
  const form = output === "JSON" || (output === "" && callback !== undefined) ? "JSON" : "XML";
  if (output !== "" && output !== "JSON" && output !== "XML") return { format: { form, condensed }, fault: "output" };
  // XML has no functions to call.
  if (callback === undefined || form === "XML") return { format: { form, condensed } };
  if (!callbackName.test(callback)) return { format: { form, condensed }, fault: "callback" };
  return { format: { form, condensed, callback } };
}

/** JSON as it goes out: called by the function that was asked for, and with nothing in it that ends a line of a script. */
export function wrapped(json: string, format: Format | undefined): string {
  const safe = json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  return format?.callback === undefined ? safe : `/**/${format.callback}(${safe});`;
}

/** The Content-Type of an answer. */
export function contentTypeOf({ form, callback }: Format): string {
  if (callback !== undefined) return "application/javascript; charset=utf-8";
  if (form === "CSV") return "text/csv; charset=utf-8";
  return form === "JSON" ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
}
