import { after } from "node:test";
import type { FastifyInstance } from "fastify";
import { buildApp } from "../../src/app.ts";
import type { Config } from "../../src/config.ts";
import { createParts, type RunningParts } from "../../src/parts.ts";
import type { Clock } from "../../src/platform/clock.ts";
import type { ConnectionTarget } from "../../src/platform/database/connection.ts";
import { testConfig } from "./config.ts";
import { testDatabase } from "./database.ts";

/** A clock that tests turn. It stands still. */
export interface TestClock extends Clock {
  set(instant: Date): void;
  pass(ms: number): void;
}

export function testClock(start = new Date("2026-06-15T16:00:00Z")): TestClock {
  let now = start;
  return {
    now: () => now,
    set(instant) {
      now = instant;
    },
    pass(ms) {
      now = new Date(now.getTime() + ms);
    },
  };
}

export interface TestApp {
  readonly app: FastifyInstance;
  readonly parts: RunningParts;
  readonly target: ConnectionTarget;
  /** Sends one command under the sandbox's key and gives its HTTP status and answer. */
  command(values: Record<string, unknown>, options?: Partial<AtsRequest>): Promise<AtsAnswer>;
  /** Sends a whole body. */
  post(body: unknown, options?: Partial<AtsRequest>): Promise<AtsAnswer>;
}

export interface AtsRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly remoteAddress: string;
  readonly method: "POST" | "GET" | "PUT" | "DELETE";
}

export interface AtsAnswer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly json: any;
  /** command1 of the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly answer: any;
}

export const atsHeader = { ver: 1, src_sys_type: 2, src_sys_name: "test", archtics_version: "V999" };

/** An app on a database of its own with the sandbox in it; both go when the file ends. */
export async function testApp(
  options: { clock?: Clock; config?: Partial<Config>; template?: "empty" | "sandbox" } = {},
): Promise<TestApp> {
  const target = await testDatabase(options.template);
  const parts = createParts(testConfig.config(options.config), target, { clock: options.clock });
  const app = buildApp(parts);
  await app.ready();
  after(async () => {
    await app.close();
    await parts.close();
  });

  async function post(body: unknown, request: Partial<AtsRequest> = {}): Promise<AtsAnswer> {
    const {
      path = "/sth-buy/ticketing_services.aspx?dsn=apigee",
      headers = { apikey: "willcall-sandbox" },
      method = "POST",
      remoteAddress,
    } = request;
    const payload = typeof body === "string" ? body : JSON.stringify(body);
    const response = await app.inject({ method, url: path, headers, payload, remoteAddress });
    let json: unknown;
    try {
      json = JSON.parse(response.payload);
    } catch {
      json = undefined;
    }
    const answer = (json as { command1?: unknown } | undefined)?.command1;
    return { status: response.statusCode, headers: response.headers, text: response.payload, json, answer };
  }

  return {
    app,
    parts,
    target,
    post,
    command: (values, request) => post({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } }, request),
  };
}
