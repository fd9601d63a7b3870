import { posix } from "node:path";
import { lineOf, parse, type SourceFile } from "./source.ts";

/** One import, with what it resolves to: a path from the top, or a package's name. */
export interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Everything that a file imports or exports on, dynamically too. */
export function importsOf(file: SourceFile): Import[] {
  const { code, strings } = parse(file.text);
  return strings.flatMap(({ text, at }) => {
    const before = code.slice(0, at);
    if (!/\b(from|import)\s*\(?\s*$/.test(before)) return [];
    const target = text.startsWith(".") ? posix.join(posix.dirname(file.path), text) : text;
    return [{ target, typeOnly: isTypeOnly(before), line: lineOf(file.text, at) }];
  });
}

function isTypeOnly(before: string): boolean {
  const [, kind = ""] = /(?:^|[;}\s])(?:import|export)\s((?:(?!\b(?:import|export)\b)[\s\S])*)$/.exec(before) ?? [];
  if (/^\s*type\b/.test(kind)) return true;
  const members = /^\s*\{([\s\S]*)\}/
    .exec(kind)?.[1]
    ?.split(",")
    .filter((one) => one.trim() !== "");
  return members?.every((one) => /^\s*type\s/.test(one)) ?? false;
}

const forbiddenToCore = /^(fastify|pg|commander|prom-client|pino|node:https?|node:http2)$/;

/** What an import does that the layout forbids; undefined when it may stand. */
function faultOf(path: string, { target, typeOnly }: Import): string | undefined {
  const within = (folder: string): boolean => target.startsWith(`src/${folder}/`);
  const local = target.startsWith("src/");
  if (target === "src/main.ts") return "nothing imports main.ts";
  if (target === "pg" && path.startsWith("src/") && !path.startsWith("src/platform/database/"))
    return "only src/platform/database talks to pg";
  if (path.startsWith("src/core/")) {
    if (local && !within("core") && !within("platform")) return "core imports only core and platform";
    if (forbiddenToCore.test(target)) return "core knows neither HTTP nor the database's driver";
  }
  if (path.startsWith("src/platform/") && local && !within("platform") && target !== "src/config.ts")
    return "platform imports only platform and config.ts";
  if (path.startsWith("src/pages/") && local) {
    if (!within("pages") && !within("core") && !within("platform")) return "pages import only pages, core and platform";
    if (target.endsWith("/queries.ts")) return "pages run no statement: the core does";
    if (within("platform/database") && !target.endsWith("/errors.ts") && !typeOnly)
      return "of platform/database pages import errors.ts and types";
  }
  const protocol = /^src\/protocols\/([^/]+)\//.exec(path)?.[1];
  if (protocol && local) {
    const allowed = within(`protocols/${protocol}`) || within("core") || within("platform") || target === "src/version.ts";
    if (!allowed) return "a protocol imports only itself, core, platform and version.ts";
    if (target.endsWith("/queries.ts")) return "a protocol runs no statement: the core does";
    if (within("platform/database") && !target.endsWith("/errors.ts") && !typeOnly)
      return "of platform/database a protocol imports errors.ts and types";
  }
  return undefined;
}

/** The imports of a file that go against the layout (docs/architecture.md), a line each. */
export function arrowFaults(file: SourceFile): string[] {
  return importsOf(file).flatMap((one) => {
    const fault = faultOf(file.path, one);
    return fault ? [`${file.path}:${one.line}: imports ${one.target}: ${fault}`] : [];
  });
}

/** Files that may listen, and why. Workers listen through server.ts. */
export const listeners: Readonly<Record<string, string>> = {
  "src/server.ts": "serves the calls",
  "src/platform/database/embedded/control-socket.ts": "tells other processes of this machine who owns a data folder",
  "src/platform/database/embedded/start.ts": "finds a free port for PostgreSQL where there are no Unix sockets",
};

/** Calls of listen() in a file that may not. */
export function listenFaults(file: SourceFile): string[] {
  if (file.path in listeners) return [];
  const { code } = parse(file.text);
  return [...code.matchAll(/\.\s*listen\s*\(/g)].map(
    ({ index }) => `${file.path}:${lineOf(file.text, index)}: only src/server.ts listens`,
  );
}
