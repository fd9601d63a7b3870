/** Something that a caller wanted done to seats, as the caller knows it. Times in milliseconds. */
export interface Op {
  readonly kind: "hold" | "sell" | "return" | "release";
  readonly seats: readonly string[];
  /** The cart that holds or held them. */
  readonly order?: number;
  readonly account?: number;
  /** Of a hold: when it ends. */
  readonly until?: number;
  readonly began: number;
  /** When it was answered; without an end, nobody knows whether it was done, or when. */
  readonly ended?: number;
}

/** What a seat is in the end. */
export interface Final {
  readonly state: string;
  readonly account: number | null;
}

interface State {
  readonly kind: "open" | "held" | "sold";
  readonly order?: number;
  readonly account?: number;
  readonly until?: number;
}

const mostSteps = 200_000;

/**
 * What is wrong with a history: a sentence for each seat that nobody could have brought to what it is in the end by doing, one after the other, what was answered, each between its question and its answer, and whatever is wanted of
 * what was not. So a seat that two were told to have bought is found, one that was sold and is nobody's, one that was held and sold to somebody else before its time, and one that was returned by who did not have it.
 */
export function faultsOf(history: readonly Op[], final: ReadonlyMap<string, Final>): string[] {
  const bySeat = new Map<string, Op[]>([...final.keys()].map((seat) => [seat, []]));
  const faults: string[] = [];
  for (const op of history)
    for (const seat of op.seats) {
      const ops = bySeat.get(seat);
      if (ops) ops.push(op);
      else faults.push(`${seat} is not there in the end`);
    }
  for (const [seat, ops] of bySeat) {
    const found = search(
      ops.sort((a, b) => a.began - b.began),
      final.get(seat)!,
    );
    if (found !== "possible") faults.push(`${seat}: ${found}`);
  }
  return faults;
}

/** Whether some order of a seat's operations leads to its final state: a search through the orders, depth first, that goes nowhere twice. */
function search(ops: readonly Op[], final: Final): "possible" | "impossible" | "not decided" {
  const seen = new Set<string>();
  let steps = 0;
  const musts = ops.filter((op) => op.ended !== undefined);
  const mays = ops.filter((op) => op.ended === undefined);
  const stack: { state: State; now: number; first: number; done: ReadonlySet<Op> }[] = [
    { state: { kind: "open" }, now: 0, first: 0, done: new Set() },
  ];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (++steps > mostSteps) return "not decided";
    let { first } = at;
    const done = new Set(at.done);
    while (first < musts.length && done.delete(musts[first]!)) first++;
    if (first === musts.length && fits(at.state, final)) return "possible";
    const key = `${JSON.stringify(at.state)} ${at.now} ${first} ${[...done].map((op) => ops.indexOf(op)).sort()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    // What comes next began before anything that is left had ended.
    let earliest = Number.POSITIVE_INFINITY;
    for (let index = first; index < musts.length && musts[index]!.began <= earliest; index++)
      if (!done.has(musts[index]!)) earliest = Math.min(earliest, musts[index]!.ended!);
    const next = (op: Op): void => {
      if (done.has(op) || op.began > earliest) return;
      const after = apply(at.state, op, at.now);
      if (after) stack.push({ ...after, first, done: new Set([...done, op]) });
    };
    // Last comes first out of the stack: what was answered, in the order in which it began.
    for (const op of mays) next(op);
    for (let index = musts.length - 1; index >= first; index--) next(musts[index]!);
  }
  return "impossible";
}

/** The state after an operation at a time not before `now`; undefined when it can't be done then. */
function apply(state: State, op: Op, now: number): { state: State; now: number } | undefined {
  const at = Math.max(now, op.began);
  const end = op.ended ?? Number.POSITIVE_INFINITY;
  if (at > end) return undefined;
  const own = state.kind === "held" && state.order === op.order && op.order !== undefined;
  const expired = state.kind === "held" && state.until! <= end;
  const free = state.kind === "open" || expired;
  const when = state.kind === "held" && !own ? Math.max(at, state.until!) : at;
  switch (op.kind) {
    case "hold":
      return free ? { state: { kind: "held", order: op.order, until: op.until ?? 0 }, now: when } : undefined;
    case "sell":
      return free || own ? { state: { kind: "sold", account: op.account }, now: when } : undefined;
    case "return":
      return state.kind === "sold" && state.account === op.account ? { state: { kind: "open" }, now: at } : undefined;
    case "release":
      // What the cart does not hold any more stays as it is.
      return own ? { state: { kind: "open" }, now: at } : { state, now: at };
  }
}

/** A hold may have ended and nobody swept it. */
function fits(state: State, { state: kind, account }: Final): boolean {
  if (kind === "sold") return state.kind === "sold" && state.account === account;
  return kind === state.kind;
}
