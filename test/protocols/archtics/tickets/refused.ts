import assert from "node:assert/strict";
import type { TestApp } from "../../../support/app.ts";
import type { Values } from "../support.ts";

/** Asking and being refused. */
export function refusing({ command }: TestApp) {
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  const ask = async (cmd: string, values: Values = {}): Promise<any> => (await command({ cmd, ...values })).answer;
  return {
    /** A command's answer. */
    ask,
    /** Asserts that a command is refused with a code, names the field first, and answers nothing else. */
    async refused(cmd: string, values: Values, result: number, field: string, sqlCode = 0): Promise<void> {
      const { cmd: _, error_detail, ...rest } = await ask(cmd, values);
      assert.deepEqual(rest, { result, sql_code: sqlCode }, JSON.stringify(values));
      assert.match(error_detail, new RegExp(`^${field}`));
    },
  };
}
