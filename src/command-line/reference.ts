import type { Command, Option } from "commander";
import { examplesOf, pathOf } from "./command.ts";
import { buildCommands } from "./program.ts";
import { openTerminal } from "./terminal.ts";

const introduction = `# The command line

<!-- Made by npm run docs from the commands' help; edit it in src/command-line. -->

The server and everything an operator does with it is one program, \`willcall\`. In a checkout it is called
\`npm run willcall -- ...\`; where the package is installed, \`npx willcall ...\`.

Commands work on the database of the running server, which they find by the same \`DATA_DIR\`, or by \`DATABASE_URL\`. Without a
running server they start the embedded database for a moment. They bring the schema up to date first, as a start of the server
does. Settings come from the environment: [settings.md](settings.md).

- The result is on standard output; notes and errors are on standard error. With \`--json\` both are JSON: one document on
  standard output, and on standard error one a line, \`{"note":{"message"}}\` or \`{"error":{"message","code"}}\`.
- Exit status: 0 done, 1 failed, 2 wrongly called, 78 a setting that can't be used, 130 ended by Ctrl-C.
- \`--org\` takes an organisation's slug.
- PINs and passwords come from standard input, or are asked for at a terminal; never from the command line.

## By task

**Let a first integration in.** Make the organisation, a key, and the user that the calls are made under:

\`\`\`sh
willcall org create --slug arena --name "Great Arena" --time-zone America/New_York --currency USD --dsn arena
willcall key create --org arena --label "Web shop" --product sth-buy
willcall user create --org arena --name webshop
\`\`\`

**Replace a key.** Make the new one, hand it over, then end the old one; its id is in \`willcall key list --org arena\`:

\`\`\`sh
willcall key create --org arena --label "Web shop, 2027" --product sth-buy
willcall key revoke 0198c7a2-6f1e-7c3b-9d51-2f8a4be01c77 --org arena
\`\`\`

**Help a customer who has forgotten the PIN.** A temporary PIN lets them in once, to choose their own:

\`\`\`sh
printf 739125 | willcall customer set-pin --org arena --customer 5262 --temporary
\`\`\`

**Upgrade.** Stop the server, install the new version, and start it; or run \`willcall migrate\` in between, to see it done.

**Back up, and bring it back.** The server may run meanwhile; what a restore needs and what it loses is in [backup.md](backup.md):

\`\`\`sh
willcall backup /backups/2027-06-30
willcall restore /backups/2027-06-30 --data-dir /srv/willcall
\`\`\`

**Something is wrong.** \`willcall doctor\` names it, and what to do.
`;

/** The page docs/command-line.md: the tasks, then every command as its own help has it. */
export function commandReference(): string {
  const terminal = openTerminal(false);
  const program = buildCommands(
    () => terminal,
    () => {},
  );
  return `${introduction}\n## Commands\n\n${leaves(program).map(section).join("\n")}`;
}

/** The commands that do something: those without commands below them. */
function leaves(command: Command): Command[] {
  return command.commands.length ? command.commands.flatMap(leaves) : [command];
}

function section(command: Command): string {
  const given = command.registeredArguments.map((one) => ` <${one.name()}>`).join("");
  const rows = [
    ...command.registeredArguments.map((one) => [`\`<${one.name()}>\``, `${one.description}. Required`]),
    ...command.options.map((option) => [`\`${option.flags}\``, meaning(option)]),
  ];
  const table = rows.map(([flags, text]) => `| ${flags} | ${text!.replaceAll("|", "\\|")} |`).join("\n");
  const examples = `\`\`\`sh\n${examplesOf(command).join("\n")}\n\`\`\`\n`;
  const options = rows.length ? `\n| Option | Meaning |\n| --- | --- |\n${table}\n` : "";
  return `### ${pathOf(command).replace(/^willcall /, "")}${given}\n\n${sentence(command.description())}\n${options}\n${examples}`;
}

function meaning({ description, mandatory, defaultValue, argChoices, negate }: Option): string {
  const parts = [description];
  if (argChoices) parts.push(`one of ${argChoices.join(", ")}`);
  if (mandatory) parts.push("required");
  else if (defaultValue !== undefined && !negate) parts.push(`default ${defaultValue}`);
  return sentence(parts.join("; "));
}

/** Help texts begin small and may end without a full stop, as help texts do. */
function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return whole.endsWith(".") ? whole : `${whole}.`;
}
