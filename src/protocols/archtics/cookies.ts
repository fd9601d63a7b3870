/** The cookies of a polling cycle: session, browser and queue token (seed 001, Asynchronous Polling). */
export interface PollCookies {
  readonly sid: string | undefined;
  readonly bid: string | undefined;
  readonly qtkn: string | undefined;
}

const usable = /^[\w-]{1,64}$/;

/** Reads them from a Cookie header; what can't be one of ours counts as not sent, but for a token, which is then unknown. */
export function readCookies(header: string | undefined): PollCookies {
  const found = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0) found.set(part.slice(0, at).trim().toUpperCase(), part.slice(at + 1).trim());
  }
  const known = (name: string): string | undefined => {
    const value = found.get(name);
    return value !== undefined && usable.test(value) ? value : undefined;
  };
  // An empty token is one that an answer has taken away.
  const token = found.get("QTKN") || undefined;
  return { sid: known("SID"), bid: known("BID"), qtkn: token === undefined || usable.test(token) ? token : "unusable" };
}

/** A cookie for Set-Cookie; `value` undefined takes it away. */
export function writeCookie(name: string, value: string | undefined, secure: boolean): string {
  return `${name}=${value ?? ""}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}${value === undefined ? "; Max-Age=0" : ""}`;
}
