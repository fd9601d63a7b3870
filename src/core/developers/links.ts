import { sendMail } from "../../platform/mail/mail.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import type { Core } from "../core.ts";
import { emailKey } from "../identity/email.ts";
import { linksPerClient, linksPerEmail, overLimit } from "./limits.ts";
import { deleteEndedLimits, deleteExpiredLinks, findLink, insertLink } from "./queries.ts";

const linkLifeMs = 24 * 3_600_000;

/** Somebody asks for a link to be mailed. */
export interface LinkRequest {
  /** Checked by emailProblem. */
  readonly email: string;
  /** Checked by nameProblem; null: they say that they have signed up before. */
  readonly name: string | null;
  /** The network address that asks, or the network that counts as one. */
  readonly client: string;
  /** The whole link that goes into the mail. */
  readonly linkTo: (token: string) => string;
}

/**
 * Mails a link that proves the e-mail. It looks nobody up: who has signed up gets the same mail in the same time as who has not,
 * and what the link does is decided when it is used.
 */
export async function askForLink(
  core: Core,
  orgId: number,
  { email, name, client, linkTo }: LinkRequest,
): Promise<{ readonly token: string } | { readonly retryAfter: number }> {
  // What is stored is also what is mailed to: two spellings that compare alike must not be two mailboxes.
  const to = emailKey(email);
  const retryAfter = (await overLimit(core, orgId, linksPerClient, client)) ?? (await overLimit(core, orgId, linksPerEmail, to));
  if (retryAfter !== undefined) return { retryAfter };
  const token = core.ids.token(32);
  const mailId = core.ids.uuid();
  const at = core.clock.now();
  const expiresAt = new Date(at.getTime() + linkLifeMs);
  await core.db.transaction(async (tx) => {
    tx.send(insertLink, [orgId, hashKey(token), to, name?.trim() ?? null, at, expiresAt]);
    sendMail(tx, { orgId, mailId, to, ...letter(linkTo(token)), at, expiresAt });
    tx.send(deleteExpiredLinks, [orgId, at]);
    tx.send(deleteEndedLimits, [orgId, at]);
  });
  return { token };
}

/** The mail. It repeats nothing that was typed into the form: anybody can type anybody's address, and any words. */
function letter(link: string): { subject: string; text: string } {
  return {
    subject: "Your link to the Willcall sandbox",
    text: `Hello,

somebody, probably you, asked for access to the Willcall sandbox with this
e-mail address. Open this link to confirm the address and get to your API key:

${link}

The link works once, for 24 hours. If it was not you, do nothing: nothing
happens unless the link is used.
`,
  };
}

/** What a link would do: undefined when it does nothing any more. `needsName`: its e-mail is new and nobody has said who they are. */
export async function lookAtLink(
  core: Core,
  orgId: number,
  token: string,
): Promise<{ readonly email: string; readonly known: boolean; readonly needsName: boolean } | undefined> {
  const [link] = await core.db.read(findLink, [orgId, hashKey(token), core.clock.now()]);
  return link && { email: link.email, known: link.known, needsName: !link.known && link.name === null };
}
