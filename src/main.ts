import { buildProgram } from "./command-line/program.ts";

process.exitCode = await buildProgram().run(process.argv.slice(2));
