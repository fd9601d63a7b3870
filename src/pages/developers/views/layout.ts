import type { FieldProblem } from "../../../core/developers/developer.ts";
import { type Hole, type Html, html } from "../../html.ts";

/** What every page has. */
export interface Page {
  readonly title: string;
  readonly body: Hole;
  /** What signing out needs; undefined on pages for nobody in particular. */
  readonly signedIn?: { readonly csrf: string };
  /** Something is wrong, which the title tells too, so that a screen reader says it first. */
  readonly wrong?: boolean;
}

/** A whole page. */
export function page({ title, body, signedIn, wrong }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${wrong && "Error: "}${title} – Willcall sandbox</title>
<link rel="stylesheet" href="/developers/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><div>
<p><a class="brand" href="/developers">Willcall sandbox</a></p>
<nav aria-label="Account">${signedIn ? signOutForm(signedIn.csrf) : html`<a href="/developers/sign-in">Sign in</a>`}</nav>
</div></header>
<main id="main">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.toString();
}

function signOutForm(csrf: string): Html {
  return html`<a href="/developers/app">Your app</a>
<form method="post" action="/developers/sign-out">${hidden("csrf", csrf)}<button>Sign out</button></form>`;
}

/** A hidden value of a form. */
export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** A text field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: "text" | "email";
  readonly autocomplete: string;
  readonly longest: number;
  readonly value: string;
  readonly problem: FieldProblem | undefined;
  /** What the field is called in a sentence. */
  readonly called: string;
}

/** What is wrong with a field, in words that name it. */
export function wordsFor({ called, longest, problem, type }: Field): string {
  if (problem === "missing") return `Enter ${called}`;
  if (problem === "too-long") return `Shorten ${called} to ${longest} characters or fewer`;
  return type === "email"
    ? `Enter ${called} in the form name@example.com`
    : `Enter ${called} in one line, without control characters`;
}

/** A field with its label, its hint and what is wrong with it, tied together. */
export function field(one: Field): Html {
  const { name, label, hint, type, autocomplete, value, problem } = one;
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(" ");
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${problem && html`<p class="wrong" id="${name}-problem">${wordsFor(one)}</p>`}
<input type="${type}" id="${name}" name="${name}" value="${value}" autocomplete="${autocomplete}" required${type === "email" && html` spellcheck="false" autocapitalize="none"`}${described && html` aria-describedby="${described}"`}${problem && html` aria-invalid="true"`}>
</div>`;
}

/** What is wrong with a form, above it: each line leads to its field. */
export function problems(fields: readonly Field[]): Html | undefined {
  const wrong = fields.filter((one) => one.problem);
  if (wrong.length === 0) return undefined;
  return html`<div class="note bad" role="alert" aria-labelledby="problems">
<h2 id="problems">There is a problem</h2>
<ul>${wrong.map((one) => html`<li><a href="#${one.name}">${wordsFor(one)}</a></li>`)}</ul>
</div>`;
}

/** An instant in words that mean the same everywhere. */
export function time(instant: Date): Html {
  const iso = instant.toISOString();
  return html`<time datetime="${iso}"><span>${iso.slice(0, 10)}</span> <span>${iso.slice(11, 16)} UTC</span></time>`;
}
