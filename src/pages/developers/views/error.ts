import { html } from "../../html.ts";
import { page } from "./layout.ts";

/** Something could not be done; `advice` says what to do now. */
export function errorPage(title: string, advice: string): string {
  return page({
    title,
    wrong: true,
    body: html`<p>${advice}</p>
<p><a href="/developers">To the first page</a></p>`,
  });
}
