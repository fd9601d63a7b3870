import type { Command } from "commander";
import { loadConfig } from "../../config.ts";
import { inOurManner } from "../command.ts";

/** `willcall serve`. `ended` is told the exit status. */
export function addServe(program: Command, ended: (status: number) => void): void {
  const command = program
    .command("serve")
    .summary("run the server until it is told to stop")
    .description(
      `Run the server until SIGTERM or SIGINT (Ctrl-C) tells it to stop; calls that were accepted are finished first.
Settings come from the environment: HOST, PORT, DATA_DIR, DATABASE_URL, WORKERS and others.
An empty database gets the sandbox, whose keys are public, when HOST is a loopback address.`,
    )
    .option("--sandbox", "make the sandbox with its public keys in an empty database, whatever the address")
    .option("--no-sandbox", "never make it")
    .action(async ({ sandbox }: { sandbox?: boolean }, self: Command) => {
      // commander can't tell --no-sandbox's default from --sandbox.
      const wanted = self.getOptionValueSource("sandbox") === "cli" ? sandbox : undefined;
      // Only this command needs the HTTP server, whose modules cost every other one half its time.
      const { serve } = await import("../../server.ts");
      ended(await serve(loadConfig(process.env), { sandbox: wanted, note: (message) => console.log(message) }));
    });
  inOurManner(command, {
    json: false,
    examples: ["willcall serve", "PORT=9000 DATA_DIR=/srv/willcall willcall serve --no-sandbox"],
  });
}
