// The first thing that runs, on whatever Node the user has (18 or later): it makes sure the packages are there, then hands over
// to the pinned Node 24. Plain JavaScript without dependencies, because nothing else may exist yet. It prints to stderr only, so
// that a command's own output can be piped.
//
//   node scripts/bootstrap.mjs serve [args]      npm start
//   node scripts/bootstrap.mjs willcall [args]   npm run willcall -- args
//   node scripts/bootstrap.mjs test [args]       npm test -- args
//   node scripts/bootstrap.mjs run FILE [args]   any other TypeScript file, with the developers' packages
import path from "node:path";
import { fileURLToPath } from "node:url";
import { keepCompiled } from "./bootstrap/compiled.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { runOnNode24 } from "./bootstrap/node24.mjs";
import { Refused } from "./bootstrap/packages.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @returns {{ file: string, args: string[], mode: 'prod' | 'dev' } | undefined} what to run, and the packages it needs */
function target([command, ...rest]) {
  if (command === "serve") return { file: "src/main.ts", args: ["serve", ...rest], mode: "prod" };
  if (command === "willcall") return { file: "src/main.ts", args: rest, mode: "prod" };
  if (command === "test") return { file: "scripts/test.ts", args: rest, mode: "dev" };
  if (command === "run" && rest[0]) return { file: rest[0], args: rest.slice(1), mode: "dev" };
  return undefined;
}

async function bootstrap() {
  const wanted = target(process.argv.slice(2));
  if (!wanted) throw new Refused("Usage: node scripts/bootstrap.mjs serve | willcall ARGS | test ARGS | run FILE ARGS");
  await ensureInstalled(root, wanted.mode);
  if (wanted.mode === "prod") keepCompiled(root);
  await runOnNode24(root, path.resolve(root, wanted.file), wanted.args);
}

// Not a top-level await: the file that is imported in-process must not find this module half evaluated.
bootstrap().catch((error) => {
  process.stderr.write(`${error instanceof Refused ? `willcall: ${error.message}` : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
});
