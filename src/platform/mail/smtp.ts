import { createTransport } from "nodemailer";
import { parseSender } from "./sender-address.ts";

/** One mail as it goes out. */
export interface Letter {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  readonly date: Date;
}

/** What came of an attempt. `reason` is the server's own word, or what stood in the way of asking it. */
export type Delivery =
  | { readonly outcome: "sent" }
  /** May be tried again: the server said so, it could not be reached, or this server's own account or set-up is at fault. */
  | { readonly outcome: "later"; readonly reason: string }
  /** The server will never take it. */
  | { readonly outcome: "never"; readonly reason: string };

/** Hands a mail to a mail server; gives up when `signal` says so. */
export type Deliver = (letter: Letter, signal: AbortSignal) => Promise<Delivery>;

/** Where mails are handed in, and whom they are from. */
export interface SmtpSettings {
  /** smtp://user:password@host:port, or smtps:// for TLS from the first byte. */
  readonly url: string;
  /** An address, or a name with an address in angle brackets. */
  readonly from: string;
}

/** The longest that one attempt takes. */
export const attemptMs = 60_000;

/** Delivers over SMTP, with a connection for each mail. A name and password are never sent without TLS but to this machine. */
export function smtp({ url, from }: SmtpSettings): Deliver {
  const { hostname, username } = new URL(url);
  const transport = createTransport({
    url,
    requireTLS: username !== "" && !/^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const sender = parseSender(from);
  return async ({ messageId, to, subject, text, html, date }, signal) => {
    const mail = { from: sender, to: { name: "", address: to }, subject, text, html, date, messageId };
    // Says that nobody wrote this by hand, so that out-of-office programs keep quiet.
    const headers = { "Auto-Submitted": "auto-generated" };
    try {
      await transport.sendMail({ ...mail, headers, signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMs)]) });
      return { outcome: "sent" };
    } catch (error) {
      return judge(error);
    }
  };
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** What an error means for the mail. Only a word about this mail ends it: a refused login or a refused caller is the operator's to mend. */
function judge(error: unknown): Delivery {
  const { code, responseCode, response, message } = error as SmtpError;
  const reason = (response ?? `${code ?? "error"}: ${message}`).replaceAll(/[\p{Cc}\s]+/gu, " ").slice(0, 500);
  const aboutThisMail = code === "EENVELOPE" || code === "EMESSAGE";
  // 530 asks for a login or for TLS first, 535 and its kin refuse one.
  const setUp = responseCode !== undefined && [530, 534, 535, 538].includes(responseCode);
  const permanent = aboutThisMail && !setUp && (responseCode === undefined || responseCode >= 500);
  return { outcome: permanent ? "never" : "later", reason };
}
