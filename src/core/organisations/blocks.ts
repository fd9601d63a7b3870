import type { Database } from "../../platform/database/database.ts";
import type { Core } from "../core.ts";
import { refuse } from "../refusal.ts";
import { takeBlock } from "./queries.ts";

interface Block {
  next: number;
  last: number;
  /** More of them, on their way. */
  more: Promise<Block> | undefined;
}

/** Few, so that a process that ends leaves no great gap, and enough that a busy one seldom waits. */
const blockSize = 500;
/** Kinds of numbers that are taken in blocks. */
export type BlockCounter = "transaction" | "order" | "seat-move" | "scan";

const blocks = new WeakMap<Database, Map<string, Block>>();

/**
 * The next number of a kind that needs no order, from a block that this process has taken for itself: numbers are given once, and a process that ends leaves a gap.
 * Refuses with no-order-numbers where there are no more.
 */
export async function nextNumber(core: Pick<Core, "db">, orgId: number, counter: BlockCounter): Promise<number> {
  let known = blocks.get(core.db);
  if (!known) {
    known = new Map();
    blocks.set(core.db, known);
  }
  const key = `${counter} ${orgId}`;
  for (;;) {
    let block = known.get(key);
    if (!block) {
      block = { next: 1, last: 0, more: undefined };
      known.set(key, block);
    }
    const left = block.last - block.next + 1;
    if (left <= blockSize / 4 && !block.more) {
      const held = block;
      block.more = take(core, orgId, counter);
      // Who needs it sees the failure; who only looked ahead tries again.
      block.more.catch(() => {
        held.more = undefined;
      });
    }
    if (left > 0) return block.next++;
    const more = await block.more!;
    if (known.get(key) === block) known.set(key, more);
  }
}

async function take({ db }: Pick<Core, "db">, orgId: number, counter: BlockCounter): Promise<Block> {
  const [row] = await db.runAside(takeBlock, [orgId, counter, blockSize]);
  const { last } = row ?? refuse("no-order-numbers");
  return { next: last - blockSize + 1, last, more: undefined };
}
