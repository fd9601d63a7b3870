import { setTimeout as pause } from "node:timers/promises";
import { atsHeader } from "../../support/app.ts";
import type { Ledger } from "./ledger.ts";
import type { World } from "./world.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export type Answer = any;

/** Calls as a careful client does: it polls when it is told to, for as long as it takes, and knows what it has not been told. */
export interface Caller {
  /** The answer to each command; undefined where there was none, so that nobody knows whether it was done. */
  call(...commands: Record<string, unknown>[]): Promise<Answer[]>;
  /** Asks once more for an answer that a poll gave. */
  again(body: string, cookies: string): Promise<string | undefined>;
}

// A connection that a dying process had taken is never answered, nor closed.
const patienceMs = 10_000;
const pollMs = 25;
// A caller who got no answer leaves the server a moment.
const troubledMs = 150;
// Ten seconds' work begins anew with each death, so that a token may have to wait until they are over.
const pollPatienceMs = 210_000;

export function newCaller(world: World, ledger: Ledger): Caller {
  /** Undefined: there was no answer. 503 says no more than that. */
  async function post(body: string, cookies: string): Promise<{ status: number; text: string; cookies: string } | undefined> {
    await world.up();
    try {
      const response = await fetch(`${world.url}/sth-buy/ticketing_services.aspx?dsn=apigee`, {
        method: "POST",
        body,
        headers: { apikey: "willcall-sandbox", ...(cookies && { cookie: cookies }) },
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      ledger.count(`HTTP ${response.status}`);
      if (response.status === 503) return undefined;
      const given = response.headers.getSetCookie().map((one) => one.split(";")[0]);
      return { status: response.status, text, cookies: given.join("; ") };
    } catch (error) {
      ledger.count((error as Error).name === "TimeoutError" ? "silence" : "connection lost");
      return undefined;
    }
  }

  async function answer(body: string, parts: number): Promise<Answer[]> {
    const nobodyKnows = Array.from({ length: parts }, () => undefined);
    const began = performance.now();
    let cookies = "";
    for (;;) {
      const response = await post(body, cookies);
      if (response === undefined) await pause(troubledMs);
      if (response === undefined && !cookies) return nobodyKnows;
      if (response?.status === 200) {
        const answers = nobodyKnows.map((_, part) => JSON.parse(response.text)[`command${part + 1}`]);
        if (cookies) ledger.polled.push({ body, cookies, text: response.text });
        return answers.map(judged);
      }
      if (response?.status === 202) cookies ||= response.cookies;
      else if (response) {
        ledger.complain(`HTTP ${response.status}: ${response.text}`);
        return nobodyKnows;
      }
      if (performance.now() - began > pollPatienceMs) {
        ledger.complain(`a token got no answer in ${pollPatienceMs} ms: ${body}`);
        return nobodyKnows;
      }
      await pause(pollMs);
    }
  }

  /**
   * A database lost in a later part of a body has no other word than an internal error, unless the call was polled for by then.
   * That nothing else was behind it shows in the server's log (checkOutput).
   */
  function judged(one: Answer, part: number): Answer {
    if (one?.result !== 9998) return one;
    if (part === 0) ledger.complain(`internal error: ${JSON.stringify(one)}`);
    return undefined;
  }

  return {
    async call(...commands) {
      const numbered = commands.map((one, i) => [`command${i + 1}`, { uid: "user99", dsn: "apigee", ...one }]);
      const answers = await answer(JSON.stringify({ header: atsHeader, ...Object.fromEntries(numbered) }), commands.length);
      for (const [i, one] of commands.entries()) ledger.count(`${one.cmd} ${answers[i]?.result ?? "unanswered"}`);
      return answers;
    },
    again: async (body, cookies) => (await post(body, cookies))?.text,
  };
}
