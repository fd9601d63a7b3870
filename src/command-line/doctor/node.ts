import { type Finding, ok, problem } from "./finding.ts";

const needed = 24;

/** The Node that runs this, which is the one that would run the server. */
export function nodeFindings(): Finding[] {
  const message = `Node ${process.version} for ${process.platform} on ${process.arch}`;
  if (Number(process.versions.node.split(".")[0]) >= needed) return [ok("node", message)];
  return [problem("node", message, `Start it as willcall or npm start, which take Node ${needed} or later where they find one`)];
}
