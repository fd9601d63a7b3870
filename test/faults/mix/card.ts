import type { Answer } from "./caller.ts";

/**
 * An account that one caller alone writes to, as it must be after all that the caller was told. What was not answered may have
 * happened or not, and may yet happen, so it widens what is allowed for good.
 */
export interface Card {
  readonly accountId: number;
  readonly customerId: number;
  readonly email: string;
  pin: string;
  /** PINs that an unanswered call may have set. */
  readonly strayPins: string[];
  /** The texts of the last answered update and of those that nobody answered. */
  marker: string;
  readonly strayMarkers: Set<string>;
  /** Wrong PINs in a row: at least and at most. */
  failures: readonly [least: number, most: number];
  /** Undefined: nobody knows. */
  locked: boolean | undefined;
  /** Unanswered wrong PINs, and whether there was an unanswered call of the other kinds. */
  strayWrongs: number;
  strayRight: boolean;
  strayLock: boolean;
  strayUnlock: boolean;
}

/** Wrong PINs that lock an account. */
export const attempts = 5;

export function newCard(accountId: number, customerId: number, email: string, pin: string, marker: string): Card {
  return {
    accountId,
    customerId,
    email,
    pin,
    strayPins: [],
    marker,
    strayMarkers: new Set(),
    failures: [0, 0],
    locked: false,
    strayWrongs: 0,
    strayRight: false,
    strayLock: false,
    strayUnlock: false,
  };
}

/** Takes note of what became of a wrong PIN; says what can't be. `wrong`: the code for it. */
export function afterWrong(card: Card, answer: Answer, wrong: number): string | undefined {
  const [least, most] = card.failures;
  if (answer === undefined) {
    card.strayWrongs++;
    card.failures = [least, Math.min(most + 1, attempts)];
    if (card.failures[1] === attempts) card.locked ||= undefined;
    return undefined;
  }
  if (answer.result === 5020) return afterRefusal(card);
  if (answer.result !== wrong) return `a wrong PIN of account ${card.accountId} is answered ${JSON.stringify(answer)}`;
  const was = card.locked;
  // customer_update does not tell the count.
  const told: number | undefined = answer.logon_attempts;
  const [from, to] = told === undefined ? [least + 1, most + 1] : [told, told];
  const resets = card.strayRight || card.strayLock || card.strayUnlock;
  card.failures = [resets ? 0 : from, Math.min(to + card.strayWrongs, attempts)];
  if (from >= attempts) card.locked = card.strayUnlock ? undefined : true;
  else card.locked = card.strayLock || card.failures[1] >= attempts ? undefined : false;
  if (was === true) return `account ${card.accountId} is locked and its PIN was checked`;
  if (from <= least || from > most + 1 || from > attempts)
    return `wrong PIN number ${told} of account ${card.accountId}, which has had ${least} to ${most} before`;
  return undefined;
}

/** The account said that it is locked. */
export function afterRefusal(card: Card): string | undefined {
  if (card.locked === false) return `account ${card.accountId} is locked, after ${card.failures[1]} wrong PINs at most`;
  return undefined;
}

/** Takes note of a right PIN that was answered or not. */
export function afterRight(card: Card, answered: boolean): string | undefined {
  const was = card.locked;
  if (!answered) card.strayRight = true;
  card.failures = [0, answered ? card.strayWrongs : card.failures[1]];
  if (!answered) return undefined;
  card.locked = possiblyLocked(card) ? undefined : false;
  return was === true ? `account ${card.accountId} is locked and took a PIN` : undefined;
}

/** Takes note of a lock, or a lock lifted, that was answered or not. */
export function afterLock(card: Card, locks: boolean, answered: boolean): void {
  card.failures = [0, answered ? Math.min(card.strayWrongs, attempts) : card.failures[1]];
  if (!answered) {
    if (locks) card.strayLock = true;
    else card.strayUnlock = true;
    if (card.locked !== locks) card.locked = undefined;
  } else if (locks) card.locked = card.strayUnlock ? undefined : true;
  else card.locked = possiblyLocked(card) ? undefined : false;
}

const possiblyLocked = (card: Card): boolean => card.strayLock || card.strayWrongs >= attempts;
