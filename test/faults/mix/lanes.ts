import { setTimeout as pause } from "node:timers/promises";
import type { Card } from "./card.ts";
import { consumerSteps } from "./consumer.ts";
import { addCommand, addName, type Lane, openCard, settle, updateCommand } from "./writes.ts";

const sharedAccounts = [6, 4444, 100479];

/**
 * Does one thing after the other to an account of the lane's own, which `cards` keeps. Now and then it takes another account, sooner when something was left unanswered, for then
 * less is known of it.
 */
export async function consume(lane: Lane, cards: Card[], over: () => boolean): Promise<void> {
  const { random } = lane;
  let card: Card | undefined;
  while (!over()) {
    const loose = card && (card.strayRight || card.strayLock || card.strayUnlock || card.strayWrongs || card.strayPins.length);
    if (!card || random.chance(loose ? 0.1 : 0.01)) {
      card = await openCard(lane, `first pin ${lane.ledger.asked.size}`);
      if (!card) return;
      cards.push(card);
    }
    await random.pick(Object.values(consumerSteps))(lane, card);
    await pause(random.below(20));
  }
}

/** Writes to accounts that other lanes write to at the same time. */
export async function share({ caller, ledger, random }: Lane, over: () => boolean): Promise<void> {
  while (!over()) {
    const accountId = random.pick(sharedAccounts);
    if (random.chance(0.3)) await addName({ caller, ledger }, accountId);
    else {
      const asked = ledger.ask({ accountId });
      const [answer] = await caller.call(updateCommand(asked, { accountId }, random));
      settle(ledger, asked, answer);
    }
    await pause(random.below(20));
  }
}

/** Adds before and after ten seconds' work, in one body: always polled for. False when it was lost before its token came. */
export async function wait({ caller, ledger }: Lane): Promise<boolean> {
  const [first, last] = [1, 2].map(() => ledger.ask({ email: ledger.newEmail() }));
  const answers = await caller.call(addCommand(first!, "1"), { cmd: "ats_ext_test_polling" }, addCommand(last!, "1"));
  for (const [asked, answer] of [
    [first!, answers[0]],
    [last!, answers[2]],
  ] as const)
    if (settle(ledger, asked, answer)) asked.ids = { accountId: answer.acct_id, customerId: answer.cust_name_id };
  if (answers[1] && answers[1].result !== 0) ledger.complain(`ats_ext_test_polling is answered ${JSON.stringify(answers[1])}`);
  return answers[1] !== undefined;
}
