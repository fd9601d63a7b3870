/** Whether this process, and the database behind it, can keep up with what it is asked. */
export interface Overload {
  /** Whether a new request must be refused at once, so that those under way are answered in time. */
  refuses(): boolean;
  /** Runs a short read and notes how long it takes: when all of them take long, the database is what can't keep up. */
  read<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

const tickMs = 10;
/** With so few requests under way it is not they who make the process late: more than clients that wait for their answers have at once at a busy venue's counter. */
const fewActive = 40;
/** So many per millisecond of `lagMs` in one turn of the event loop show that it does not keep up: they came while it was at work. */
const manyInTurnPerMs = 4;
/** While it does not, so many per millisecond are taken in a turn: what is taken makes the turn long, and everybody waits for its end, who is refused too. */
const takenInTurnPerMs = 0.4;
/** What comes at once and then no more is served, late as it is: so many requests, and as many again when it has kept up for `refillMs` altogether. */
const burst = 128;
const refillMs = 10_000;
/** It keeps up when it was not late for so long: at first, */
const calmMs = 250;
/** and at most: twice as long each time that taking everything again made it late, as it would the next time. */
const mostCalmMs = 2_000;
/** A time that is not counted any more when it lies so far back. */
const forgetMs = 5_000;

/**
 * Watches how late a timer comes, how many requests come in one turn of the event loop, and how long the quickest of the last reads took: what every
 * request has to wait now, whatever it asks for. While that is over `lagMs`, or until it has been calm for a while after more came in a turn than it keeps up with, what is more than a few
 * requests a turn and a burst is refused. `elapsed` counts milliseconds and never goes back. Found by bench/overload.
 */
export function watchOverload(lagMs: number, active: () => number, elapsed: () => number = () => performance.now()): Overload {
  const manyInTurn = Math.ceil(manyInTurnPerMs * lagMs);
  const takenInTurn = Math.ceil(takenInTurnPerMs * lagMs);
  let due = elapsed() + tickMs;
  let lag = 0;
  let lastLate = Number.NEGATIVE_INFINITY;
  let calm = calmMs;
  let left = burst;
  /** Requests that came in this turn of the event loop, and those of them that were taken. */
  let came = 0;
  let taken = 0;
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

  const beLate = (now: number): void => {
    const since = now - lastLate;
    if (since > forgetMs) calm = calmMs;
    else if (since > calm) calm = Math.min(2 * calm, mostCalmMs);
    lastLate = now;
  };
  const endTurn = (): void => {
    came = 0;
    taken = 0;
  };
  const timer = setInterval(() => {
    const now = elapsed();
    lag = now - due;
    due = now + tickMs;
    readLag = Number.isFinite(quickest) ? quickest : 0;
    quickest = Number.POSITIVE_INFINITY;
    if (active() >= fewActive && isLate()) beLate(now);
    else if (now - lastLate > calm) left = Math.min(burst, left + (burst * tickMs) / refillMs);
  }, tickMs).unref();

  return {
    refuses() {
      if (came++ === 0) setImmediate(endTurn);
      const now = elapsed();
      if (came > manyInTurn) beLate(now);
      const isBusy = now - lastLate <= calm;
      if ((isBusy && taken >= takenInTurn) || (active() >= fewActive && isLate())) {
        if (left < 1) return true;
        left--;
      }
      taken++;
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
