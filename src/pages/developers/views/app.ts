import type { Developer, DeveloperKey, StarterRights } from "../../../core/developers/developer.ts";
import type { DeveloperAction, DeveloperEvent } from "../../../core/developers/events.ts";
import { type Html, html } from "../../html.ts";
import { hidden, page, time } from "./layout.ts";

/** What a developer sees of their app. */
export interface AppState {
  readonly developer: Developer;
  readonly rights: StarterRights;
  readonly keys: readonly DeveloperKey[];
  /** Calls per day, newest first; days without any are not in it. */
  readonly use: readonly { readonly day: string; readonly calls: number }[];
  readonly events: readonly DeveloperEvent[];
  /** Today, YYYY-MM-DD. */
  readonly today: string;
  /** Where the calls go, as far as the path: https://host. */
  readonly address: string;
  readonly dsn: string;
  /** The token that a form with this action needs. */
  readonly csrf: (action: string) => string;
  /** A key that has just been made. */
  readonly fresh?: string;
  readonly message?: string;
  readonly problem?: string;
}

/** The app: its key, how to call, its use, and what was done. */
export function appPage(state: AppState): string {
  const { developer, fresh, message, problem, csrf } = state;
  return page({
    title: developer.app,
    signedIn: { csrf: csrf("sign-out") },
    wrong: problem !== undefined,
    body: html`${problem && html`<div class="note bad" role="alert"><p>${problem}</p></div>`}
${message && html`<div class="note good" role="status"><p>${message}</p></div>`}
${fresh && freshKey(fresh)}
${keys(state)}
${howTo(state)}
${use(state)}
${history(state)}
<p class="hint">Signed in as ${developer.name}, <span class="break">${developer.email}</span>. The session ends after twelve hours.</p>`,
  });
}

function freshKey(key: string): Html {
  return html`<section aria-labelledby="fresh">
<h2 id="fresh">Your new API key</h2>
<p id="once"><strong>Copy it now: it is shown this once.</strong> Only a hash of it is kept.</p>
<code class="key" id="key" tabindex="0" role="group" aria-label="API key" aria-describedby="once">${key}</code>
</section>`;
}

function keys({ keys: all, csrf }: AppState): Html {
  const goesOn = all.some((one) => one.expiresAt === null);
  return html`<section aria-labelledby="keys">
<h2 id="keys">Keys</h2>
${all.length > 0 ? html`<ul class="keys">${all.map((one) => keyItem(one, csrf))}</ul>` : html`<p>You have no key that works.</p>`}
${
  !goesOn &&
  html`<form method="post" action="/developers/keys/create">${hidden("csrf", csrf("create"))}<button>Make a new key</button></form>`
}
</section>`;
}

function keyItem({ keyId, createdAt, expiresAt, lastUsedAt }: DeveloperKey, csrf: AppState["csrf"]): Html {
  const short = keyId.slice(-6);
  return html`<li>
<p><strong>Key …${short}</strong>, made ${time(createdAt)}, ${lastUsedAt ? html`last used ${time(lastUsedAt)}` : "not used yet"}.${expiresAt && html` It was rotated and ends ${time(expiresAt)}.`}</p>
<div class="actions">
${
  !expiresAt &&
  html`<details><summary>Rotate key …${short}</summary>
<form method="post" action="/developers/keys/rotate">${hidden("csrf", csrf("rotate"))}${hidden("key_id", keyId)}
<p>You get a new key. This one keeps working for an hour, so that you can change over; revoke it when it has leaked.</p>
<button class="quiet">Rotate key …${short}</button></form></details>`
}
<details><summary>Revoke key …${short}</summary>
<form method="post" action="/developers/keys/revoke">${hidden("csrf", csrf("revoke"))}${hidden("key_id", keyId)}
<p>Calls with it are refused within a second, for good.</p>
<button class="danger">Revoke key …${short}</button></form></details>
</div>
</li>`;
}

function howTo({ address, dsn, rights, fresh }: AppState): Html {
  const body = `{"command1": {"cmd": "customer_query", "uid": "user99", "dsn": "${dsn}",
  "acct_id": 12345, "pin": "2468"}}`;
  const [product] = rights.products;
  const curl = `curl '${address}/${product}/ticketing_services.aspx?dsn=${dsn}' \\
  -H 'apikey: ${fresh ?? "YOUR-KEY"}' \\
  -d '${body}'`;
  return html`<section aria-labelledby="call">
<h2 id="call">Make a call</h2>
<p>Send your key as the header <code>apikey</code>. This asks for a customer by account and PIN:</p>
<pre id="sample"><code>${curl}</code></pre>
<p>The key may use the DSNs ${list(rights.names)} and these calls, up to ${rights.callsPerMinute} a minute and
${rights.callsPerDay.toLocaleString("en")} a day: ${list(rights.commands)}.</p>
</section>`;
}

function list(words: readonly string[]): Html[] {
  return words.map((word, at) => html`${at > 0 && (at === words.length - 1 ? " and " : ", ")}<code>${word}</code>`);
}

function use({ use: days, today }: AppState): Html {
  const total = days.reduce((sum, { calls }) => sum + calls, 0);
  const now = days.find(({ day }) => day === today)?.calls ?? 0;
  return html`<section aria-labelledby="use">
<h2 id="use">Use</h2>
<dl class="figures"><div><dt>Calls today</dt><dd id="today">${now.toLocaleString("en")}</dd></div>
<div><dt>Calls in the last 30 days</dt><dd id="month">${total.toLocaleString("en")}</dd></div></dl>
${
  days.length === 0
    ? html`<p>No calls yet. The first one shows here a moment after you have made it.</p>`
    : html`<table><caption>Calls per day (UTC), of all your keys</caption>
<thead><tr><th scope="col">Day</th><th scope="col" class="number">Calls</th></tr></thead>
<tbody>${days.map(({ day, calls }) => html`<tr><td>${day}</td><td class="number">${calls.toLocaleString("en")}</td></tr>`)}</tbody></table>`
}
</section>`;
}

const done: Readonly<Record<DeveloperAction, string>> = {
  "signed-up": "You signed up",
  "signed-in": "You signed in",
  "key-created": "A key was made",
  "key-rotated": "A key was rotated",
  "key-revoked": "A key was revoked",
};

function history({ events }: AppState): Html {
  return html`<section aria-labelledby="history">
<h2 id="history">What was done</h2>
<table><caption>The last ten things, newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">What</th></tr></thead>
<tbody>${events.map(
    ({ action, keyId, at }) => html`<tr><td>${time(at)}</td><td>${done[action]}${keyId && `: …${keyId.slice(-6)}`}</td></tr>`,
  )}</tbody></table>
</section>`;
}
