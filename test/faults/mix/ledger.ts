/** One write that was asked for, known again by a text that no other one has. */
export interface Asked {
  readonly marker: string;
  readonly sentAt: number;
  /** Of an add: the customer's e-mail. */
  readonly email?: string;
  /** Of an update: the account that it goes to. */
  readonly accountId?: number;
  /** The PIN that it sets. */
  readonly newPin?: string;
  /** What the caller was told; unknown when there was no answer. */
  outcome: "unknown" | "done" | "refused";
  answeredAt: number;
  /** Of an answered add. */
  ids?: { readonly accountId: number; readonly customerId: number };
}

/** An answer that came by a poll, and all that is needed to ask for it again. */
export interface Polled {
  readonly body: string;
  readonly cookies: string;
  readonly text: string;
}

/** All that the callers know. */
export interface Ledger {
  readonly asked: Map<string, Asked>;
  readonly polled: Polled[];
  /** Wrong PINs that were sent, by account. */
  readonly wrongPins: Map<number, number>;
  /** Times that an account was to be locked. */
  readonly locks: Map<number, number>;
  /** Commands by what became of them. */
  readonly tally: Record<string, number>;
  /** What should never be: a sentence each. */
  readonly faults: string[];
  /** One that no other add has. */
  newEmail(): string;
  ask(more?: Partial<Pick<Asked, "email" | "accountId" | "newPin">>): Asked;
  settle(asked: Asked, outcome: "done" | "refused"): void;
  count(what: string): void;
  complain(what: string): void;
}

/** An empty one. */
export function newLedger(): Ledger {
  const asked = new Map<string, Asked>();
  const tally: Record<string, number> = {};
  const faults: string[] = [];
  let emails = 0;
  return {
    asked,
    polled: [],
    wrongPins: new Map(),
    locks: new Map(),
    tally,
    faults,
    newEmail: () => `mix${++emails}@example.com`,
    ask(more = {}) {
      const one: Asked = {
        marker: `write ${asked.size + 1}`,
        sentAt: performance.now(),
        outcome: "unknown",
        answeredAt: Number.POSITIVE_INFINITY,
        ...more,
      };
      asked.set(one.marker, one);
      return one;
    },
    settle(one, outcome) {
      one.outcome = outcome;
      one.answeredAt = performance.now();
    },
    count(what) {
      tally[what] = (tally[what] ?? 0) + 1;
    },
    complain: (what) => void faults.push(what),
  };
}
