/** A bounded number of jobs at once and a bounded queue before them, first come, first served. */
export interface Slots {
  /** Runs `job` when it is its turn. Throws what `full` makes when the queue is at a bound, or when the turn does not come in time. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Throws what `run` would throw now, before anything is done in vain. */
  refuseIfFull(): void;
  waiting(): number;
}

export interface SlotBounds {
  /** Jobs in the queue. */
  readonly length: number;
  /** How long the queue may be expected to make a job wait, by how long the last ones took; a job that has waited ten times as long, and ten times what one takes, is dropped. */
  readonly waitMs: number;
  /** So many may wait however long that is. */
  readonly alwaysWaiting: number;
}

/** How much the last job counts in the average of how long one takes. */
const weight = 0.1;
const dropFactor = 10;

/** Makes slots for `atOnce` jobs, with a bounded queue before them. */
export function slots(atOnce: number, bounds: SlotBounds, full: () => Error): Slots {
  let running = 0;
  /** How long a job holds its slot; unknown at first. */
  let average: number | undefined;
  const queue = new Set<() => void>();

  function isFull(): boolean {
    if (running < atOnce) return false;
    if (queue.size >= bounds.length) return true;
    return queue.size >= bounds.alwaysWaiting && (queue.size * (average ?? 0)) / atOnce > bounds.waitMs;
  }

  /** Resolves when a slot is handed over. */
  function turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const drop = (): void => {
        queue.delete(begin);
        reject(full());
      };
      const timer = setTimeout(drop, Math.max(bounds.waitMs, average ?? 0) * dropFactor);
      queue.add(begin);
    });
  }

  return {
    async run(job) {
      if (isFull()) throw full();
      if (running < atOnce) running++;
      else await turn();
      const began = performance.now();
      try {
        return await job();
      } finally {
        const took = performance.now() - began;
        average = average === undefined ? took : average + weight * (took - average);
        // The one that leaves hands its place over, so a newcomer can't slip in between.
        const [next] = queue;
        if (next) {
          queue.delete(next);
          next();
        } else running--;
      }
    },
    refuseIfFull() {
      if (isFull()) throw full();
    },
    waiting: () => queue.size,
  };
}
