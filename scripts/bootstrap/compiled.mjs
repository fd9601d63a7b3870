import module from "node:module";
import path from "node:path";

/**
 * Keeps what the source is compiled to, next to the packages: without it, taking the types out and compiling is a third of each start. The environment tells
 * workers and a Node that is started for this one; a Node that knows nothing of it, or may not write there, compiles as ever.
 */
export function keepCompiled(root) {
  process.env.NODE_COMPILE_CACHE ??= path.join(root, "node_modules/.cache/compiled");
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
}
