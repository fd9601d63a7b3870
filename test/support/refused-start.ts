import { spawn } from "node:child_process";
import { testConfig } from "./config.ts";

/** Starts a server that is expected to refuse; gives its exit status and what it said. */
export async function refusedStart(env: Record<string, string>): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, ["src/main.ts", "serve"], {
    env: { ...process.env, ...testConfig.env, PORT: "0", ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, said };
}
