/** How often a long test does its thing: `whole` times in npm run faults, a tenth of that in npm test. */
export function rounds(whole: number): number {
  return process.env.WILLCALL_FAULTS === "whole" ? whole : Math.ceil(whole / 10);
}
