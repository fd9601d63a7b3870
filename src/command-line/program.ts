import { Command, CommanderError } from "commander";
import { BadSetting, loadConfig } from "../config.ts";
import { serve } from "../server.ts";
import { version } from "../version.ts";
import { isForOperator } from "./errors.ts";

/** The command line. `run` gives the exit status: 0 done, 1 failed, 2 wrongly called, 78 a setting that can't be used. */
export interface Program {
  run(args: readonly string[]): Promise<number>;
}

export function buildProgram(): Program {
  let status = 0;
  const program = new Command("willcall")
    .description("One record of each customer, spoken to over Archtics, Sticky Street and Pro Delivery Manager")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(willcall help tells more)");
  program
    .command("serve")
    .description("run the server until it is told to stop")
    .option("--sandbox", "make the sandbox with its public keys in an empty database, whatever the address")
    .option("--no-sandbox", "never make it")
    .action(async ({ sandbox }: { sandbox?: boolean }, command: Command) => {
      // commander can't tell --no-sandbox's default from --sandbox.
      const wanted = command.getOptionValueSource("sandbox") === "cli" ? sandbox : undefined;
      status = await serve(loadConfig(process.env), { sandbox: wanted, note: (message) => console.log(message) });
    });
  return {
    async run(args) {
      try {
        await program.parseAsync(args as string[], { from: "user" });
        return status;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        if (!isForOperator(error)) throw error;
        console.error(error.message);
        return error instanceof BadSetting ? 78 : 1;
      }
    },
  };
}
