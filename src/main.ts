import { availableParallelism } from "node:os";
import { buildProgram } from "./command-line/program.ts";

// Node's pool has four threads however many processors there are; hashing wants one for each of those, and files and names are looked up there too.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism() + 2));
process.exitCode = await buildProgram().run(process.argv.slice(2));
