#!/usr/bin/env node
// What npm installs as `willcall`: plain JavaScript for Node 18 and later, which hands over to the pinned Node 24. It runs the
// built program, or in a checkout that was not built the sources (Node strips types anywhere but in node_modules).
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runOnNode24 } from "../scripts/bootstrap/node24.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = path.join(root, "dist", "main.js");

/** The folder whose node_modules holds the pinned Node: as a dependency Willcall has its packages beside it, not below. */
function holderOfNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  try {
    const found = createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/package.json`);
    return path.dirname(path.dirname(path.dirname(found)));
  } catch {
    return root; // none is installed: a Node 24 on the PATH may do
  }
}

// Not a top-level await: the program is imported in-process and must not find this module half evaluated.
runOnNode24(holderOfNode(), existsSync(built) ? built : path.join(root, "src", "main.ts"), process.argv.slice(2)).catch(
  (error) => {
    // What runOnNode24 throws itself is meant for the person who reads it.
    process.stderr.write(`willcall: ${error?.constructor?.name === "Refused" ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = 1;
  },
);
