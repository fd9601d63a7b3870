/** The most that one transaction may move, in whole points or minor units: far from what a number holds exactly. */
export const mostAmount = 1_000_000_000_000;

const shape = /^([+-]?)(\d{1,10})(?:[.,](\d{1,2}))?$/;

/** An amount of money as callers write it, `9.95` or `9,95`, in minor units; undefined for what is none. */
export function moneyOf(text: string): number | undefined {
  const [, sign, whole, cents = ""] = shape.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const minor = Number(whole) * 100 + Number(cents.padEnd(2, "0"));
  return sign === "-" && minor !== 0 ? -minor : minor;
}

/** Minor units with two decimals: `9.95`. */
export function moneyText(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, "0");
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

interface Decimal {
  readonly units: bigint;
  readonly scale: bigint;
}

function decimal(text: string): Decimal {
  const [whole = "0", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length) };
}

/**
 * `whole` times decimal numbers (as text, not negative), divided by `divisor`, rounded half up; of a negative one the same with its sign, so that what is returned takes away just what
 * it had earned (decisions.md, section 3, the rest).
 */
export function scaled(whole: number, factors: readonly string[], divisor = 1): number {
  let numerator = BigInt(Math.abs(whole));
  let denominator = BigInt(divisor);
  for (const { units, scale } of factors.map(decimal)) {
    numerator *= units;
    denominator *= scale;
  }
  const rounded = Number((2n * numerator + denominator) / (2n * denominator));
  return whole < 0 && rounded !== 0 ? -rounded : rounded;
}

/** `whole` divided by a decimal number above zero, in hundredths, rounded down: what so many points are worth at a ratio, in minor units. */
export function worth(whole: number, ratio: string): number {
  const { units, scale } = decimal(ratio);
  return units === 0n ? 0 : Number((BigInt(Math.max(0, whole)) * 100n * scale) / units);
}
