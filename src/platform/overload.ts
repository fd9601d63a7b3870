/** Whether this process, and the database behind it, can keep up with what it is asked. */
export interface Overload {
  /** Whether a new request must be refused at once, so that those under way are answered in time. */
  refuses(): boolean;
  /** Runs a short read and notes how long it takes: when all of them take long, the database is what can't keep up. */
  read<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

const tickMs = 10;
/** With fewer requests under way it is not they who make the process late. */
const fewActive = 16;
/** So many per millisecond of `lagMs` in one turn of the event loop: with more, those that were taken first would wait for the last ones. */
const mostInTurnPerMs = 3.2;
/** What comes at once and then no more is served, late as it is: so many requests, anew after the process kept up for `calmMs`. */
const burst = 256;
const calmMs = 250;

/**
 * Watches how late a timer comes, and how long the quickest of the last reads took: what every request has to wait now, whatever it
 * asks for. While that is over `lagMs`, or too many requests come in one turn of the event loop, more than a burst of them is refused; as
 * soon as it is not, nothing is. `elapsed` counts
 * milliseconds and never goes back.
 */
export function watchOverload(lagMs: number, active: () => number, elapsed: () => number = () => performance.now()): Overload {
  const mostInTurn = Math.ceil(mostInTurnPerMs * lagMs);
  let due = elapsed() + tickMs;
  let lag = 0;
  let lastLate = Number.NEGATIVE_INFINITY;
  let left = burst;
  /** Requests taken in this turn of the event loop. */
  let inTurn = 0;
  /** Reads under way, and since when none of them has ended. */
  let reading = 0;
  let silentSince = 0;
  /** The quickest read of this tick, and of the one before. */
  let quickest = Number.POSITIVE_INFINITY;
  let readLag = 0;

  function isLate(): boolean {
    // The timer may be overdue now, or have been when it last came.
    if (lag > lagMs || readLag > lagMs) return true;
    const now = elapsed();
    return now - due > lagMs || (reading > 0 && now - silentSince > lagMs);
  }

  const endTurn = (): void => {
    inTurn = 0;
  };
  const timer = setInterval(() => {
    const now = elapsed();
    lag = now - due;
    due = now + tickMs;
    readLag = Number.isFinite(quickest) ? quickest : 0;
    quickest = Number.POSITIVE_INFINITY;
    if (active() >= fewActive && isLate()) lastLate = now;
    else if (left < burst && now - lastLate > calmMs) left = burst;
  }, tickMs).unref();

  return {
    refuses() {
      if (inTurn === 0) setImmediate(endTurn);
      if (active() >= fewActive && (inTurn >= mostInTurn || isLate())) {
        if (inTurn >= mostInTurn) lastLate = elapsed();
        if (left === 0) return true;
        left--;
      }
      inTurn++;
      return false;
    },
    async read(work) {
      const began = elapsed();
      if (reading++ === 0) silentSince = began;
      try {
        return await work();
      } finally {
        reading--;
        silentSince = elapsed();
        quickest = Math.min(quickest, silentSince - began);
      }
    },
    stop: () => clearInterval(timer),
  };
}
