import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const executablePath = "/usr/bin/chromium";

/** Why browser tests can't run here; false when they can. */
export const noBrowser = existsSync(executablePath) ? false : `${executablePath} is not installed: apt-get install chromium`;

/** Starts Debian's Chromium, without a window and without a word to anybody else; it ends when the file does. */
export async function openBrowser(): Promise<BrowserContext> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  context.setDefaultTimeout(15_000);
  return context;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page, a line each: the rule, and the places. */
export async function axeFindings(page: Page): Promise<string[]> {
  // By evaluate, which the page's own policy does not stop, as it would a script element.
  await page.evaluate(axe);
  const found = await page.evaluate("axe.run(document, { resultTypes: ['violations', 'incomplete'] })");
  const { violations, incomplete } = found as Record<string, { id: string; nodes: { html: string }[] }[]>;
  return [...violations!, ...incomplete!].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Presses Tab until what is focused has this text or label, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const label = "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent";
    const focused = ((await page.evaluate(label)) as string).replaceAll(/\s+/g, " ").trim();
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
    passed.push(focused);
  }
  throw new Error(`Tab does not come to ${name}, only to ${passed.join(" | ")}`);
}
