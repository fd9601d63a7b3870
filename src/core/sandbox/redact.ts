const secretHeaders = new Set(["apikey", "x-api-key", "api_access_key", "authorization", "cookie"]);

/** What stands where a secret stood. */
export const hidden = "[redacted]";

/** A body or an answer (an answer may echo a secret) without the members of these names, which are in lower case; null for one that can't be read, in which they could not be told. */
export function redactBody(body: string, secretNames: ReadonlySet<string>): string | null {
  try {
    return JSON.stringify(JSON.parse(body), (name, value) =>
      secretNames.has(name.toLowerCase()) && value !== null ? hidden : value,
    );
  } catch {
    return null;
  }
}

/** A request's headers without secrets, each cut at 1,000 characters. */
export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name) ? hidden : String(value).slice(0, 1_000)]),
  );
}
