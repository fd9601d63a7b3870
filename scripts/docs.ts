// npm run docs: writes the pages of docs/ that follow from declarations in the code. A test says when they have to be written anew.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { settings } from "../src/config.ts";
import { referencePage } from "../src/protocols/archtics/reference.ts";
import { referencePage as deliveryPage } from "../src/protocols/delivery/reference.ts";
import { referencePage as loyaltyPage } from "../src/protocols/loyalty/reference.ts";

const top = fileURLToPath(new URL("../", import.meta.url));
const commandLine = new URL("../src/command-line/reference.ts", import.meta.url);

/** The generated pages: path from the top to Markdown. */
export async function generatedPages(): Promise<Record<string, string>> {
  const pages: Record<string, string> = {
    "docs/protocols/archtics.md": referencePage(),
    "docs/protocols/delivery.md": deliveryPage(),
    "docs/protocols/loyalty.md": loyaltyPage(),
    "docs/settings.md": settingsPage(),
  };
  if (existsSync(commandLine)) {
    const { commandReference } = (await import(commandLine.href)) as { commandReference(): string | Promise<string> };
    pages["docs/command-line.md"] = await commandReference();
  }
  return pages;
}

function settingsPage(): string {
  const rows = Object.values(settings).map(({ name, fallback, meaning }) => {
    const cells = [`\`${name}\``, fallback === "" ? "" : `\`${fallback}\``, meaning];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return `# Settings

<!-- Made by npm run docs from src/config.ts; edit the table there. -->

Settings are environment variables, read once at the start. One that is unset or empty has its default. A value that can't be used stops the
start with status 78 and a line that names the setting.

| Name | Default | Meaning |
| --- | --- | --- |
${rows.join("\n")}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await generatedPages())) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
    console.log(path);
  }
}
