import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Op } from "./history.ts";

/** The seats that all of them want: eleven rows of sixteen, in a section of the sandbox's arena. */
export const section = "104";
export const rows = [..."ABCDEFGHJKL"];
export const seatsInRow = 16;
export const accounts = [12345, 6, 4444, 1211, 100479];
export const holdMs = 1_200;

export const seatName = (row: string, seat: number): string => `${section} ${row} ${seat}`;

/** What the callers have done so far, and where they are to go on. */
export interface Crowd {
  readonly eventId: number;
  readonly history: Op[];
  /** Where to ask; changes when the server is started anew. */
  url: string;
  /** How many answers are still wanted. */
  left: number;
}

interface Block {
  readonly row: string;
  readonly first: number;
  readonly count: number;
}

type Asked = Omit<Op, "began" | "ended">;

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!;

function anywhere(): Block {
  const count = pick([1, 1, 2, 3]);
  return { row: pick(rows), first: 1 + Math.floor(Math.random() * (seatsInRow - count + 1)), count };
}

const named = ({ row, first, count }: Block) => ({ section, row, first_seat: first, seats: count });
const seatsOf = ({ row, first, count }: Block): string[] => Array.from({ length: count }, (_, i) => seatName(row, first + i));

/** Asks for one thing and puts it down: done, refused (409, which is forgotten), or not known. Gives the answer's body when it was done. */
async function ask(crowd: Crowd, path: string, body: object, asked: Asked): Promise<Record<string, unknown> | undefined> {
  const began = Date.now();
  try {
    const response = await fetch(new URL(`/api/v1${path}`, crowd.url), {
      method: "POST",
      headers: { authorization: "Bearer willcall-sandbox-admin", "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
    crowd.left--;
    if (response.status === 409) return undefined;
    assert.ok(response.ok, `${path} ${JSON.stringify(body)}: ${response.status} ${text}`);
    const answer = text ? JSON.parse(text) : {};
    const order = asked.order ?? answer.order_id;
    const until = answer.held_until && Date.parse(answer.held_until);
    crowd.history.push({ ...asked, order, until, began, ended: Date.now() });
    return answer;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    crowd.history.push({ ...asked, began });
    await pause(100);
    return undefined;
  }
}

/** One caller: holds and buys, holds and lets go, buys at once, gives back what it has bought, until the crowd has asked often enough. */
export async function caller(crowd: Crowd, number: number): Promise<void> {
  const account = accounts[number % accounts.length]!;
  const path = `/events/${crowd.eventId}`;
  const mine: Block[] = [];
  const line = (block: Block) => ({ event_id: crowd.eventId, ...named(block), price_code: "A", ticket_type_code: "_A" });
  const buy = async (block: Block, order?: number): Promise<void> => {
    const cart = order === undefined ? {} : { order_id: order };
    const body = { account_id: account, ...cart, lines: [line(block)] };
    if (await ask(crowd, "/orders", body, { kind: "sell", seats: seatsOf(block), order, account })) mine.push(block);
  };
  const hold = async (block: Block): Promise<number | undefined> => {
    const body = { seats: [named(block)], minutes: holdMs / 60_000 };
    const until = Date.now() + holdMs + 20_000;
    const answer = await ask(crowd, `${path}/holds`, body, { kind: "hold", seats: seatsOf(block), until });
    return answer?.order_id as number | undefined;
  };
  while (crowd.left > 0) {
    const what = Math.random();
    if (what < 0.3 && mine.length > 0) {
      const block = mine.splice(Math.floor(Math.random() * mine.length), 1)[0]!;
      const body = { seats: [named(block)], account_id: account };
      await ask(crowd, `${path}/returns`, body, { kind: "return", seats: seatsOf(block), account });
    } else if (what < 0.45) await buy(anywhere());
    else {
      const block = anywhere();
      const order = await hold(block);
      if (order === undefined) continue;
      const then = Math.random();
      if (then < 0.6) await buy(block, order);
      else if (then < 0.75)
        await ask(
          crowd,
          `${path}/holds/release`,
          { seats: [named(block)], order_id: order },
          { kind: "release", seats: seatsOf(block), order },
        );
    }
  }
}
