import { type FieldProblem, longestEmail, longestName, type StarterRights } from "../../../core/developers/developer.ts";
import { type Html, html } from "../../html.ts";
import { type Field, field, hidden, page, problems } from "./layout.ts";

/** What was typed into a form and what is wrong with it. */
export interface FormState {
  readonly name: string;
  readonly email: string;
  readonly nameProblem?: FieldProblem;
  readonly emailProblem?: FieldProblem;
}

const empty: FormState = { name: "", email: "" };

function nameField({ name: value, nameProblem: problem }: FormState): Field {
  const [label, hint] = ["Name", "Yours or your company's. Your app is named after it."];
  return {
    name: "name",
    label,
    hint,
    type: "text",
    autocomplete: "name",
    longest: longestName,
    value,
    problem,
    called: "your name",
  };
}

function emailField({ email: value, emailProblem: problem }: FormState, hint: string): Field {
  const name = "email";
  return {
    name,
    label: "E-mail address",
    hint,
    type: "email",
    autocomplete: name,
    longest: longestEmail,
    value,
    problem,
    called: "your e-mail address",
  };
}

/** The first page: what there is to get, and the form for it. */
export function signUpPage(rights: StarterRights, state = empty): string {
  const fields = [nameField(state), emailField(state, "We mail you a link that confirms it. There are no passwords.")];
  const wrong = problems(fields);
  return page({
    title: "Get an API key for the sandbox",
    wrong: wrong !== undefined,
    body: html`${wrong}
<p>Try the Archtics calls of Willcall on a sample database of season ticket holders. The key is free, yours at once, and good for
${rights.callsPerMinute} calls a minute and ${rights.callsPerDay.toLocaleString("en")} a day.</p>
<section aria-labelledby="form">
<h2 id="form">Sign up</h2>
<form method="post" action="/developers/sign-up" novalidate>
${fields.map(field)}
<button>Send me the link</button>
</form>
</section>
<p>You have a key already? <a href="/developers/sign-in">Sign in</a> to see its use, rotate it or revoke it.</p>`,
  });
}

/** For who has signed up before. */
export function signInPage(state = empty): string {
  const fields = [emailField(state, "The one that you signed up with. We mail you a link; there are no passwords.")];
  const wrong = problems(fields);
  return page({
    title: "Sign in",
    wrong: wrong !== undefined,
    body: html`${wrong}
<section aria-label="Sign in">
<form method="post" action="/developers/sign-in" novalidate>
${fields.map(field)}
<button>Send me the link</button>
</form>
</section>
<p>No key yet? <a href="/developers">Sign up</a>.</p>`,
  });
}

/** After either form; it says the same whoever the address belongs to. `link`: shown where no mail can be sent and only this machine sees it. */
export function sentPage(email: string, mailed: boolean, link: string | undefined): string {
  return page({
    title: mailed ? "Check your mail" : "Your link",
    body: html`<div class="note good" role="status">${mailed ? onItsWay(email) : waiting(email, link)}</div>
${mailed && html`<p>Nothing there after some minutes? Look into your spam folder, or <a href="/developers/sign-in">ask for another link</a>.</p>`}`,
  });
}

function onItsWay(email: string): Html {
  return html`<p>A link is on its way to <strong class="break">${email}</strong>. Open it within 24 hours; it works once.</p>`;
}

function waiting(email: string, link: string | undefined): Html {
  return html`<h2>This server sends no mail yet</h2>
<p>The mail to <strong class="break">${email}</strong> waits until its operator has set a mail server (SMTP_URL).</p>
${
  link !== undefined &&
  html`<p>Because this is a sandbox on your own machine, here is the link. It works once, for 24 hours.</p>
<p><a class="break" href="${link}">${link}</a></p>`
}`;
}

/** Where the mailed link leads. It does nothing until the button is pressed, because mail programs open links by themselves. */
export function confirmPage(
  token: string,
  link: { readonly email: string; readonly known: boolean },
  nameAsked?: FormState,
): string {
  const fields = nameAsked ? [nameField(nameAsked)] : [];
  const wrong = problems(fields);
  const title = link.known ? "Sign in with this link" : "Confirm your e-mail address";
  return page({
    title,
    wrong: wrong !== undefined,
    body: html`${wrong}
<section aria-label="${title}">
<p>You are <strong class="break">${link.email}</strong>.</p>
${nameAsked && html`<p>Nobody has signed up with this address yet. Tell us your name and get a key now.</p>`}
<form method="post" action="/developers/confirm" novalidate>
${hidden("token", token)}
${fields.map(field)}
<button>${link.known ? "Sign in to my app" : "Confirm and get my key"}</button>
</form>
</section>`,
  });
}

/** A link that is used, too old, or was never one. */
export function deadLinkPage(): string {
  return page({
    title: "This link does not work any more",
    body: html`<p>A link works once, for 24 hours. <a href="/developers/sign-in">Ask for another one</a>, or
<a href="/developers">sign up</a>.</p>`,
  });
}
