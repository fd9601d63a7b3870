import type { TestApp } from "../support/app.ts";
import { mailBodies } from "./queries.ts";

/** What a page answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | number | undefined>;
  readonly text: string;
}

/** A person with a browser: keeps its cookie, sends forms from the server's own pages. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** The session's cookie, as it was set last. */
  cookie(): string | undefined;
  /** Presses the button of the form with this action on the page of the app. */
  press(answer: Answer, action: string): Promise<Answer>;
}

const own = { host: "localhost:8080", origin: "http://localhost:8080" };

/** Somebody who visits an app's pages, from `remoteAddress`. */
export function visitor({ app }: TestApp, remoteAddress = "127.0.0.1"): Visitor {
  let cookie: string | undefined;

  async function send(method: "GET" | "POST", path: string, headers: Record<string, string>, payload?: string): Promise<Answer> {
    const given = cookie ? { cookie, ...headers } : headers;
    const response = await app.inject({ method, url: path, headers: { ...own, ...given }, payload, remoteAddress });
    const set = response.headers["set-cookie"];
    if (typeof set === "string") cookie = set.split(";", 1)[0];
    return { status: response.statusCode, headers: response.headers, text: response.payload };
  }

  const post: Visitor["post"] = (path, fields, headers = {}) =>
    send(
      "POST",
      path,
      { "content-type": "application/x-www-form-urlencoded", ...headers },
      new URLSearchParams(fields).toString(),
    );

  return {
    get: (path, headers = {}) => send("GET", path, headers),
    post,
    cookie: () => cookie,
    press: (answer, action) => post(action, hiddenFields(answer.text, action)),
  };
}

/** The hidden fields of the first form with this action. */
export function hiddenFields(page: string, action: string): Record<string, string> {
  const form = page.split(`action="${action}"`)[1]?.split("</form>")[0];
  if (form === undefined) throw new Error(`no form for ${action} in ${page}`);
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
}

/** The token of the last mail to an address. */
export async function mailedToken({ parts }: TestApp, email: string): Promise<string> {
  const rows = await parts.core.db.read(mailBodies, [1, email]);
  return /token=([\w-]+)/.exec(rows.at(-1)?.body_text ?? "")?.[1] ?? "";
}

/** Signs somebody up and confirms; gives the page with the key. */
export async function signUp(test: TestApp, who: Visitor, email: string, name = "Ada"): Promise<{ page: Answer; key: string }> {
  await who.post("/developers/sign-up", { name, email });
  const page = await who.post("/developers/confirm", { token: await mailedToken(test, email) });
  return { page, key: keyOn(page) };
}

/** The key that a page shows. */
export function keyOn({ text }: Answer): string {
  return />(wc_[\w-]+)<\/code>/.exec(text)?.[1] ?? "";
}
