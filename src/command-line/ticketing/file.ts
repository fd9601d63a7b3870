import { stat } from "node:fs/promises";
import { CommandFailed } from "../errors.ts";

/** The size of a file in bytes. Throws CommandFailed when there is none, or it is something else. */
export async function refuseNoFile(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandFailed(`${file}: there is no such file`);
  return found.size;
}
