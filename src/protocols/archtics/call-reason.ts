/** S: the call comes from a system that has its own means of knowing the consumer, so no PIN is checked, counted or returned. */
export function isSystemCall(callReason: string | null | undefined): boolean {
  return callReason?.trim().toUpperCase() === "S";
}
