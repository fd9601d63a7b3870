// A process of its own: it drives a browser.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { testDatabase } from "../support/database.ts";
import { startServer } from "../support/server.ts";
import { axeFindings, noBrowser, openBrowser, tabTo } from "./browser.ts";

interface Answer {
  readonly command1: { readonly customer: { readonly name_first: string } };
}

/** Where to put a picture of each page, for people to look at. */
const pictures = process.env.PICTURES;

describe("signing up in a browser", { skip: noBrowser }, async () => {
  if (noBrowser) return;
  const server = await startServer({ target: await testDatabase() });
  const context = await openBrowser();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const requested = new Set<string>();
  page.on("request", (request) => requested.add(new URL(request.url()).origin));

  async function looksWell(name: string): Promise<void> {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
    assert.deepEqual(await axeFindings(page), [], name);
    for (const width of [320, 1000]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(overflow, 0, `${name} is too wide for ${width} pixels`);
      if (pictures && width === 320) await page.screenshot({ path: `${pictures}/${name}-narrow.png`, fullPage: true });
    }
  }
  const press = async (target: Page, name: string | RegExp) => {
    await tabTo(target, name);
    await target.keyboard.press("Enter");
    await target.waitForLoadState();
  };
  let sample = "";

  it("shows the form, and leads from what is wrong to its field", async () => {
    await page.goto(`${server.url}/developers`);
    await looksWell("1-sign-up");
    await tabTo(page, "Skip to the content");
    await tabTo(page, "Name");
    await page.keyboard.type("Ada");
    await tabTo(page, "E-mail address");
    await page.keyboard.type("ada@example");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[role=alert]");
    assert.equal(await page.title(), "Error: Get an API key for the sandbox – Willcall sandbox");
    await looksWell("2-sign-up-problem");
    await press(page, "Enter your e-mail address in the form name@example.com");
    assert.equal(await page.evaluate("document.activeElement.id"), "email");
  });

  it("sends the link, which this sandbox shows on the page", async () => {
    await page.keyboard.press("End");
    await page.keyboard.type(".com");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[role=status]");
    assert.equal(await page.title(), "Your link – Willcall sandbox");
    await looksWell("3-sent");
    await press(page, /developers\/confirm\?token=/);
    await page.waitForURL("**/confirm?token=*");
    await looksWell("4-confirm");
  });

  it("gives the key and a sample call, which works", async () => {
    await press(page, "Confirm and get my key");
    await page.waitForSelector("#key");
    assert.equal(await page.title(), "ada-app – Willcall sandbox");
    await looksWell("5-app-new");
    await tabTo(page, /^wc_/);
    sample = (await page.textContent("#sample"))!;
    const answer = await makeCall(sample);
    assert.deepEqual([answer.status, ((await answer.json()) as Answer).command1.customer.name_first], [200, "Lisa"]);
  });

  it("shows the call, rotates the key and revokes it", async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await page.goto(`${server.url}/developers`);
    assert.equal(await page.textContent("#today"), "1");
    await looksWell("6-app-used");
    await press(page, /^Rotate key/);
    await press(page, /^Rotate key/);
    await page.waitForSelector("#key");
    await looksWell("7-app-rotated");
    const rotated = (await page.textContent("#sample"))!;
    assert.notEqual(rotated, sample);
    assert.equal((await makeCall(rotated)).status, 200);
    // Both keys: the new one first.
    for (const left of [1, 0]) {
      await press(page, /^Revoke key/);
      await press(page, /^Revoke key/);
      await page.locator(".keys > li").nth(left).waitFor({ state: "detached" });
    }
    await looksWell("8-app-without-key");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    for (const one of [sample, rotated]) assert.equal((await makeCall(one)).status, 401);
    await press(page, "Make a new key");
    await page.waitForSelector("#key");
  });

  it("signs out and in again by a link", async () => {
    await press(page, "Sign out");
    await page.waitForURL("**/developers");
    await press(page, "Sign in");
    await page.waitForURL("**/sign-in");
    await looksWell("9-sign-in");
    await tabTo(page, "E-mail address");
    await page.keyboard.type("ada@example.com");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[role=status]");
    await press(page, /developers\/confirm\?token=/);
    await page.waitForURL("**/confirm?token=*");
    const link = page.url();
    await looksWell("10-sign-in-by-link");
    await press(page, "Sign in to my app");
    await page.waitForURL("**/developers/app");
    await page.goto(link);
    assert.equal(await page.title(), "This link does not work any more – Willcall sandbox");
    await looksWell("11-dead-link");
  });

  it("asked nobody else for anything, and no page broke its own rules", () => {
    assert.deepEqual([...requested], [new URL(server.url).origin]);
    const expected = /status of (410|422)|favicon/;
    assert.deepEqual(
      complaints.filter((one) => !expected.test(one)),
      [],
    );
  });
});

/** Makes the call that a page shows as a curl command. */
function makeCall(curl: string): Promise<Response> {
  const [, address, header, body] = /curl '([^']+)'[\s\S]+-H '([^']+)'[\s\S]+-d '([^']+)'/.exec(curl)!;
  const [name, value] = header!.split(": ");
  return fetch(address!, { method: "POST", headers: { [name!]: value! }, body });
}
