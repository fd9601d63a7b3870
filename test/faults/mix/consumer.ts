import type { Answer } from "./caller.ts";
import { afterLock, afterRefusal, afterRight, afterWrong, type Card } from "./card.ts";
import type { Asked, Ledger } from "./ledger.ts";
import { addCommand, addName, type Lane, settle, updateCommand } from "./writes.ts";

const takenEmail = "doglover@invalid.null";
/** Fits no PIN of a lane. */
const wrongPin = "not it";

/** Each does one thing to the lane's own account. */
export const consumerSteps = {
  async update(lane: Lane, card: Card) {
    await update(lane, card, { call_reason: "S" });
  },
  async "change of the PIN"({ ledger, random, ...lane }: Lane, card: Card) {
    const newPin = `pin ${ledger.asked.size}`;
    const answer = await update({ ledger, random, ...lane }, card, { pin: card.pin, new_pin: newPin });
    if (answer === undefined) card.strayPins.push(newPin);
    judgePin(ledger, card, answer, 5033);
    if (answer?.result === 0) card.pin = newPin;
  },
  async "right PIN"({ caller, ledger }: Lane, card: Card) {
    const [answer] = await caller.call({ cmd: "customer_query", acct_id: card.accountId, pin: card.pin });
    judgePin(ledger, card, answer, 5023);
    if (answer?.result !== 0) return;
    const read = answer.customer.street_addr_1;
    if (read !== card.marker && !card.strayMarkers.has(read))
      ledger.complain(`account ${card.accountId} reads ${read} after the answered ${card.marker}`);
  },
  async "wrong PIN"({ caller, ledger }: Lane, card: Card) {
    countWrong(ledger, card);
    const [answer] = await caller.call({ cmd: "customer_query", acct_id: card.accountId, pin: wrongPin });
    complain(ledger, afterWrong(card, answer, 5023));
  },
  async "update under a wrong PIN"(lane: Lane, card: Card) {
    countWrong(lane.ledger, card);
    const answer = await update(lane, card, { pin: wrongPin }, {}, [5033, 5020]);
    complain(lane.ledger, afterWrong(card, answer, 5033));
  },
  async lock(lane: Lane, card: Card) {
    await lock(lane, card, "L");
  },
  async unlock(lane: Lane, card: Card) {
    await lock(lane, card, "U");
  },
  async "further name"({ caller, ledger }: Lane, card: Card) {
    await addName({ caller, ledger }, card.accountId);
  },
  async "e-mail of one's own again"({ caller, ledger }: Lane, card: Card) {
    const asked = ledger.ask({ email: card.email });
    const [answer] = await caller.call(addCommand(asked, "1"));
    settle(ledger, asked, answer, 11408);
    if (answer?.result === 0 || (answer && answer.cust_name_id !== card.customerId))
      ledger.complain(`${card.email} is added again: ${JSON.stringify(answer)}`);
  },
  async "e-mail of another's"(lane: Lane, card: Card) {
    const answer = await update(lane, card, { call_reason: "S" }, { email: takenEmail }, [5037]);
    if (answer?.result === 0) lane.ledger.complain(`account ${card.accountId} was given another's e-mail`);
  },
  /** Two writes and a wrong PIN in one body. */
  async body({ caller, ledger, random }: Lane, card: Card) {
    const [first, second] = [ledger.ask({ accountId: card.accountId }), ledger.ask({ email: ledger.newEmail() })];
    countWrong(ledger, card);
    const wrong = { cmd: "customer_query", acct_id: card.accountId, pin: wrongPin };
    const answers = await caller.call(updateCommand(first, card, random), wrong, addCommand(second, "1"));
    note(card, first, settle(ledger, first, answers[0]));
    complain(ledger, afterWrong(card, answers[1], 5023));
    if (settle(ledger, second, answers[2])) second.ids = { accountId: answers[2].acct_id, customerId: answers[2].cust_name_id };
  },
};

async function update(
  { caller, ledger, random }: Lane,
  card: Card,
  more: { call_reason?: string; pin?: string; new_pin?: string },
  customer: { email?: string } = {},
  refusals: number[] = more.pin === undefined ? [] : [5033, 5020],
): Promise<Answer> {
  const asked = ledger.ask({ accountId: card.accountId, newPin: more.new_pin });
  const command = updateCommand(asked, card, random);
  const [answer] = await caller.call({
    ...command,
    call_reason: undefined,
    ...more,
    customer: { ...command.customer, ...customer },
  });
  note(card, asked, settle(ledger, asked, answer, ...refusals));
  return answer;
}

/** What the account holds now, or may hold now or later. */
function note(card: Card, asked: Asked, done: boolean): void {
  if (done) card.marker = asked.marker;
  else if (asked.outcome === "unknown") card.strayMarkers.add(asked.marker);
}

async function lock({ caller, ledger }: Lane, card: Card, lock_account: "L" | "U"): Promise<void> {
  const customer = { acct_id: card.accountId };
  if (lock_account === "L") ledger.locks.set(card.accountId, (ledger.locks.get(card.accountId) ?? 0) + 1);
  const [answer] = await caller.call({ cmd: "customer_update", call_reason: "S", lock_account, customer });
  if (answer && answer.result !== 0) ledger.complain(`lock_account ${lock_account} is answered ${JSON.stringify(answer)}`);
  afterLock(card, lock_account === "L", answer !== undefined);
}

/** Of a PIN that is right, unless an unanswered call has changed it. */
function judgePin(ledger: Ledger, card: Card, answer: Answer, wrong: number): void {
  if (answer === undefined || answer.result === 0) complain(ledger, afterRight(card, answer !== undefined));
  else if (answer.result === 5020) complain(ledger, afterRefusal(card));
  else if (card.strayPins.length) {
    countWrong(ledger, card);
    complain(ledger, afterWrong(card, answer, wrong));
  } else ledger.complain(`the right PIN of account ${card.accountId} is answered ${JSON.stringify(answer)}`);
}

function countWrong({ wrongPins }: Ledger, { accountId }: Card): void {
  wrongPins.set(accountId, (wrongPins.get(accountId) ?? 0) + 1);
}

function complain(ledger: Ledger, what: string | undefined): void {
  if (what) ledger.complain(what);
}
