import { setTimeout as pause } from "node:timers/promises";
import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";

const delayMs = 10_000;

export const atsExtTestPolling = defineCommand({
  name: "ats_ext_test_polling",
  product: "sth-customer",
  purpose: "Takes ten seconds, so that a caller can try polling.",
  family: "plain",
  input: commonInput,
  required: [],
  output: commonOutput,
  results: commonResults,
  codes: { missing: 9999, invalid: 9999 },
  async handle() {
    await pause(delayMs);
    return {};
  },
});
