/** Chance that can be had again: the same seed gives the same numbers. */
export interface Random {
  /** From 0 up to, and without, `end`; whole. */
  below(end: number): number;
  /** True so often. */
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(all: readonly T[]): T[];
  /** Another one, whose numbers don't depend on how often this one is asked later. */
  fork(): Random;
}

/** The generator mulberry32: short, and good enough to choose faults by. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  const below = (end: number): number => next() % end;
  return {
    below,
    chance: (share) => next() / 2 ** 32 < share,
    pick: (from) => from[below(from.length)]!,
    shuffled(all) {
      const left = [...all];
      return all.map(() => left.splice(below(left.length), 1)[0]!);
    },
    fork: () => seeded(next()),
  };
}
