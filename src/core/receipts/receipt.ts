import type { Transaction } from "../../platform/database/transaction.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import { open, seal } from "../../platform/secrets/sealed.ts";
import type { Core } from "../core.ts";
import { findReceipt, insertReceipt, insertReceiptAnswer, keepReceipt, receiptAnswers, takeReceipt } from "./queries.ts";

/** Another process has taken the call over: this one must not go on. */
export class TakenOver extends Error {}

/** How long a token is good for. */
const lifeMs = 10 * 60_000;
/** How long a process counts as alive without a word. */
const holdMs = 5_000;
const keepEveryMs = 1_000;

/**
 * A call that may outlive its request. Until it is issued nothing is written. Once it is, the answer to each part is stored by the very
 * transaction that does the part, so that whoever goes on with the call after this process has died does no part twice.
 */
export interface Receipt {
  /** The answers that are known, by part: values that JSON can hold. */
  readonly answers: ReadonlyMap<number, unknown>;
  /**
   * Makes the call durable and gives its token. Waits for a write that is just committing, whose answer goes along. Rejects when
   * nobody can tell whether such a write has committed: then the call has to end with this process.
   */
  issue(): Promise<string>;
  /** To be called in the transaction that does a part, last: stores its answer if the call is durable. Throws TakenOver. */
  seal(tx: Transaction, part: number, answer: unknown): Promise<void>;
  /** To be called when that transaction has ended. */
  settle(part: number, committed: boolean): void;
  /** A part's answer, of whatever was not sealed: reads and refusals. `whole`: of one that is still being read, what JSON can hold of it, asked for only when it is stored. Throws TakenOver. */
  done(part: number, answer: unknown, whole?: () => Promise<unknown>): Promise<void>;
  /** To be called in place of done when a part came to no answer, as without the database: whoever goes on with the call does it. */
  lost(): void;
  /** Stops saying that this process is alive; what is not done another may do at once. */
  leave(): Promise<void>;
}

/** What a receipt is for and who works on it. */
export interface ReceiptOwner {
  readonly orgId: number;
  /** HMAC under the pepper of caller, place and body. */
  readonly boundTo: () => Buffer;
  /** This process. */
  readonly holder: string;
}

/** A call that begins. */
export function newReceipt(core: Core, owner: ReceiptOwner): Receipt {
  return receipt(core, owner, undefined, new Map());
}

/** What a token says about its call. */
export type Found =
  | { readonly state: "unknown" }
  /** Its process is alive and works on it. */
  | { readonly state: "working" }
  | { readonly state: "done"; readonly answers: ReadonlyMap<number, unknown> }
  /** Its process is dead and this one goes on. */
  | { readonly state: "taken"; readonly receipt: Receipt };

/** Looks a token up; `parts` is how many the call has. Another body, caller or organisation, and a token past its end, are unknown. */
export async function findByToken(core: Core, owner: ReceiptOwner, token: string, parts: number): Promise<Found> {
  const { orgId, boundTo, holder } = owner;
  const id = [orgId, hashKey(token)] as const;
  const now = core.clock.now();
  const [row] = await core.db.read(findReceipt, id);
  if (!row || row.expires_at <= now || !row.bound_to.equals(boundTo())) return { state: "unknown" };
  let answers = await readAnswers(core, id, token);
  if (answers.size === parts) return { state: "done", answers };
  const machineNow = core.machineClock.now();
  if (row.held_until >= machineNow) return { state: "working" };
  const [taken] = await core.db.run(takeReceipt, [...id, holder, machineNow, new Date(machineNow.getTime() + holdMs)]);
  if (!taken) return { state: "working" };
  // The one before may have done more while this one waited for the row.
  answers = await readAnswers(core, id, token);
  if (answers.size === parts) return { state: "done", answers };
  return { state: "taken", receipt: receipt(core, owner, token, answers) };
}

async function readAnswers(core: Core, id: readonly [number, Buffer], token: string): Promise<Map<number, unknown>> {
  const rows = await core.db.read(receiptAnswers, id);
  return new Map(rows.map(({ part, answer }) => [part, JSON.parse(open(token, String(part), answer))]));
}

interface Sealed {
  readonly part: number;
  readonly answer: unknown;
}

function receipt(
  core: Core,
  { orgId, boundTo, holder }: ReceiptOwner,
  given: string | undefined,
  answers: Map<number, unknown>,
): Receipt {
  let token = given;
  let issuing: Promise<string> | undefined = given === undefined ? undefined : Promise.resolve(given);
  /** The write that passed its gate before the call was durable; once it has failed, until it shows why: refused or lost. */
  let committing: (Sealed & { readonly ended: PromiseWithResolvers<void>; failed: boolean }) | undefined;
  let inDoubt = false;
  let sealed: Sealed | undefined;
  let keeping: NodeJS.Timeout | undefined;
  const until = (): Date => new Date(core.machineClock.now().getTime() + holdMs);

  function keep(): void {
    keeping ??= setInterval(() => {
      core.db.run(keepReceipt, [orgId, hashKey(token!), holder, until()]).catch(() => {});
    }, keepEveryMs);
    keeping.unref();
  }

  async function store(tx: Transaction, part: number, answer: unknown): Promise<void> {
    const hash = hashKey(token!);
    const [mine] = await tx.query(keepReceipt, [orgId, hash, holder, until()]);
    if (!mine) throw new TakenOver("another process has taken the call over");
    tx.send(insertReceiptAnswer, [orgId, hash, part, seal(token!, String(part), JSON.stringify(answer))]);
  }

  /** Lets go on who waits to make the call durable. */
  function release(): void {
    committing?.ended.resolve();
    committing = undefined;
  }

  async function makeDurable(): Promise<string> {
    await committing?.ended.promise;
    // Whoever went on with the call would do that part, perhaps for the second time.
    if (inDoubt) throw new Error("nobody knows whether a write of this call has committed");
    const fresh = core.ids.token(32);
    const hash = hashKey(fresh);
    const now = core.clock.now();
    await core.db.transaction(
      async (tx) => {
        tx.send(insertReceipt, [orgId, hash, boundTo(), holder, until(), new Date(now.getTime() + lifeMs), now]);
        for (const [part, answer] of answers)
          tx.send(insertReceiptAnswer, [orgId, hash, part, seal(fresh, String(part), JSON.stringify(answer))]);
      },
      { constraint: "receipts_pkey" },
    );
    token = fresh;
    keep();
    return fresh;
  }

  if (given !== undefined) keep();
  return {
    answers,
    issue() {
      issuing ??= makeDurable().catch((error) => {
        issuing = undefined;
        throw error;
      });
      return issuing;
    },
    async seal(tx, part, answer) {
      // A transaction that runs again has passed its gate already; who makes the call durable waits for it.
      if (committing && !committing.failed) return;
      // The part goes on after a write that failed, so that one was refused.
      release();
      // No await between the last look and what follows: who made the call durable in between would not know of the write.
      while (issuing && token === undefined) await issuing.catch(() => {});
      if (token === undefined) committing = { part, answer, ended: Promise.withResolvers(), failed: false };
      else {
        await store(tx, part, answer);
        sealed = { part, answer };
      }
    },
    settle(part, committed) {
      const passed = committing ?? sealed;
      if (committed && passed?.part === part) answers.set(part, passed.answer);
      sealed = undefined;
      if (committing && !committed) committing.failed = true;
      else release();
    },
    async done(part, answer, whole) {
      release();
      if (answers.has(part)) return;
      while (issuing && token === undefined) await issuing.catch(() => {});
      if (token === undefined) return void answers.set(part, answer);
      const kept = whole ? await whole() : answer;
      await core.db.transaction((tx) => store(tx, part, kept), { constraint: "receipt_answers_pkey" });
      answers.set(part, kept);
    },
    lost() {
      // Its COMMIT may have come through.
      if (committing) inDoubt = true;
      release();
    },
    async leave() {
      clearInterval(keeping);
      keeping = undefined;
      if (token !== undefined)
        await core.db.run(keepReceipt, [orgId, hashKey(token), holder, core.machineClock.now()]).catch(() => {});
    },
  };
}
