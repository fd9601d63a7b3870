import type { NativeCall } from "../call.ts";
import { deleteBehaviour, getBehaviour, putBehaviour } from "./sandbox-behaviour.ts";
import { deleteCalls, getCalls } from "./sandbox-calls.ts";
import { deleteClock, getClock, putClock } from "./sandbox-clock.ts";
import { getKeys } from "./sandbox-keys.ts";

/** Every call of the native API. */
export const calls: readonly NativeCall[] = [
  getClock,
  putClock,
  deleteClock,
  getKeys,
  getBehaviour,
  putBehaviour,
  deleteBehaviour,
  getCalls,
  deleteCalls,
];
