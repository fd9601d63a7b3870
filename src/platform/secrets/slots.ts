/** A bounded number of jobs at once and a bounded queue before them, first come, first served. */
export interface Slots {
  /** Runs `job` when it is its turn. Throws what `full` makes when the queue is at its bound. */
  run<T>(job: () => Promise<T>): Promise<T>;
  waiting(): number;
}

/** Makes slots for `atOnce` jobs, with a queue of at most `queueLength` before them. */
export function slots(atOnce: number, queueLength: number, full: () => Error): Slots {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async run(job) {
      if (running >= atOnce) {
        if (queue.length >= queueLength) throw full();
        // The one that leaves hands its place over, so a newcomer can't slip in between.
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running++;
      try {
        return await job();
      } finally {
        const next = queue.shift();
        if (next) next();
        else running--;
      }
    },
    waiting: () => queue.length,
  };
}
