import { watchStolen } from "./stolen.ts";

/** One of the two that are compared: gives how much it did per second. */
export type Measure = (seconds: number) => Promise<number>;

/** How often, and for how long each time. */
export interface Plan {
  readonly pairs: number;
  readonly seconds: number;
}

export function planOf({ quick }: { readonly quick: boolean }): Plan {
  return quick ? { pairs: 3, seconds: 2 } : { pairs: 7, seconds: 5 };
}

/**
 * Measures in pairs, one right after the other and each first in turn, so that what else the machine does falls on both alike.
 * Prints each pair and the medians.
 */
export async function compare(title: string, plan: Plan, ours: Measure, floor: Measure): Promise<void> {
  console.log(`${title}: ${plan.pairs} pairs of ${plan.seconds} s`);
  const stolen = watchStolen();
  const pairs: { ours: number; floor: number; ratio: number }[] = [];
  for (let n = 0; n < plan.pairs; n++) {
    const figures = { ours: 0, floor: 0 };
    const turns = [["ours", ours] as const, ["floor", floor] as const];
    for (const [side, measure] of n % 2 ? turns.reverse() : turns) figures[side] = await measure(plan.seconds);
    const pair = { ...figures, ratio: figures.ours / figures.floor };
    pairs.push(pair);
    console.log(`  pair ${n + 1}: ours ${perSecond(pair.ours)}, floor ${perSecond(pair.floor)}, ratio ${pair.ratio.toFixed(3)}`);
  }
  const middle = (side: keyof (typeof pairs)[number]) => median(pairs.map((pair) => pair[side]));
  console.log(
    `  median: ours ${perSecond(middle("ours"))}, floor ${perSecond(middle("floor"))}, ratio ${middle("ratio").toFixed(3)}${stolen()}`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function perSecond(value: number): string {
  return `${value.toFixed(value < 1000 ? 1 : 0)}/s`;
}
