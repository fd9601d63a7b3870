// Installs the packages when something is missing, one process at a time.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { compare, isSettled, Refused, rememberLeftOut } from "./packages.mjs";

const say = (text) => process.stderr.write(`willcall: ${text}\n`);

/** Installs what `mode` ('prod' or 'dev') needs when it isn't there; else makes no call to npm at all. */
export async function ensureInstalled(root, mode) {
  if (isSettled(root, mode)) return;
  if (!isWritable(root)) throw new Refused(`packages have to be installed into ${root}. ${advice("EACCES")}`);
  const waiting = () => say("another Willcall is installing packages here; waiting for it");
  await withLock(path.join(root, ".willcall-install.lock"), waiting, async (addToLock) => {
    if (!isSettled(root, mode)) await install(root, mode, compare(root, mode), addToLock);
  });
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function install(root, mode, state, addToLock) {
  const full = mode === "dev" || state.dev; // what a developer installed stays when only `npm start` asks
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", "--include=optional"];
  flags.push(full ? "--include=dev" : "--omit=dev"); // --include: NODE_ENV=production must not leave the tests without their tools
  // `npm ci` empties node_modules, so it is for a folder no install ever finished in; a server may be running from any other.
  const args = state.known ? ["install", "--no-save", ...flags] : ["ci", ...flags];
  const what = full ? "packages, with those for development" : "the packages the server needs";
  const why = state.known ? `${state.missing.length} missing or of another version` : "first start in this folder";
  say(`installing ${what} into ${path.join(root, "node_modules")} (${why}); this happens once`);
  if (state.known) removeHalfDone(root, state.missing);
  const started = Date.now();
  const { status, errors } = await npm(root, args, addToLock);
  const left = compare(root, mode).missing;
  if (status === 0) {
    if (left.length > 0) {
      say(`npm left out ${left.join(", ")}, which this machine could use`);
      rememberLeftOut(root, mode);
    }
    return say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  throw new Refused(
    `the packages could not be installed: npm ${args[0]} failed (${status}).\n${shorten(errors)}\n${advice(errors)}`,
  );
}

/** What an earlier, killed install left may look whole to npm; none of it is in npm's record, so none of it is in use. */
function removeHalfDone(root, missing) {
  for (const name of missing) rmSync(path.join(root, name), { recursive: true, force: true });
}

/** npm's reason; the usage text that may follow it helps nobody here. */
const shorten = (errors) => errors.trim().split("\n").slice(0, 12).join("\n");

function advice(errors) {
  const hints = [
    [/ENOSPC/, "The disk is full: free some space (about 500 MB) and start again."],
    [
      /EACCES|EPERM|EROFS/,
      "This user can't write here: make the folder writable, or have its owner run `npm ci --omit=dev` once.",
    ],
    [
      /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
      "The package registry could not be reached. The first start needs it once; later ones work offline. Check the network or the " +
        "proxy (npm config get registry, proxy), or copy node_modules from a machine of the same kind.",
    ],
    [/EINTEGRITY/, "A downloaded package is not what package-lock.json pins: `npm cache verify`, then start again."],
  ];
  return hints.find(([pattern]) => pattern.test(errors))?.[1] ?? "Run `npm ci` by hand to see more.";
}

/** Runs npm, the one that started us when there is one; its words go to stderr and are kept for the advice. */
function npm(root, args, addToLock) {
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && /npm-cli\.[cm]?js$/.test(own) && existsSync(own);
  const [command, list] = viaNode ? [process.execPath, [own, ...args]] : ["npm", args];
  return new Promise((resolve) => {
    // On Windows npm is a .cmd file, which only a shell starts; the arguments are constants.
    const shell = !viaNode && process.platform === "win32";
    const child = spawn(command, list, { cwd: root, shell, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid) addToLock(child.pid);
    let errors = "";
    child.stdout.pipe(process.stderr, { end: false });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", (error) => resolve({ status: error.code, errors: `${error.message} (is npm on the PATH?)` }));
    child.on("close", (code, signal) => resolve({ status: code ?? signal, errors }));
  });
}
