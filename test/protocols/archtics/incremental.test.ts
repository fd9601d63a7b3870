import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { numberCommitted } from "../../../src/core/audit/sequencer.ts";
import { event } from "../../../src/core/ticketing/catalogue/kinds/events.ts";
import { price, ticketType } from "../../../src/core/ticketing/catalogue/kinds/prices.ts";
import { findItem } from "../../../src/core/ticketing/catalogue/read.ts";
import { changeItem, createItem, removeItem } from "../../../src/core/ticketing/catalogue/store.ts";
import { findRun } from "../../../src/core/ticketing/inventory/find-run.ts";
import { returnSeats } from "../../../src/core/ticketing/inventory/give-back.ts";
import { sell } from "../../../src/core/ticketing/inventory/sell.ts";
import { connect } from "../../../src/platform/database/connection.ts";
import { testApp } from "../../support/app.ts";
import { forgetWhenNumbered } from "./queries.ts";
import { caller, update } from "./support.ts";

const { command, parts, target } = await testApp();
const { core } = parts;
const since = "2016-01-01 00:00";
const told = async (): Promise<void> => {
  while ((await numberCommitted(core, 1)) > 0);
};
const call = (cmd: string) => async (values: object) => (await command({ cmd, ...values })).answer;

/** Each feed: its codes, its list, what makes one row of it another, and inputs under which there is nothing. */
const feeds = [
  { cmd: "get_events_with_sales", missing: 5271, none: 5279, list: "events", key: ["event_name"] },
  { cmd: "get_accounts_with_sales", missing: 5051, none: 5059, list: "accounts", key: ["acct_id", "event_name"] },
  { cmd: "get_accounts_with_updates", missing: 5041, none: 5049, list: "accounts", key: ["acct_id", "cust_name_id"] },
  { cmd: "get_event_price_code_updates", missing: 5291, none: 5299, list: "price_codes", key: ["event_name", "price_code"] },
];
const narrowed: Record<string, object[]> = {
  get_events_with_sales: [{ event_name: "NOEVENT" }, { item_set: "NOSET" }, { acct_id: 128_801 }],
  get_accounts_with_sales: [{ event_name: "NOEVENT" }, { item_set: "NOSET" }, { acct_id: 128_801 }],
  get_accounts_with_updates: [{ acct_id: 999_999 }],
  get_event_price_code_updates: [{ event_name: "NOEVENT" }, { item_set: "NOSET" }],
};
const wrong: Record<string, unknown> = {
  ...{ start_datetime: "yesterday", start_date_time: "2016-13-01", start_date: "x", cursor: "bm9uZQ", count: 5_001, page: "x" },
  ...{ event_name: "A name too long", item_set: "x".repeat(21), acct_id: "me" },
};

before(told);

for (const { cmd, missing, none, list, key } of feeds) {
  const feed = call(cmd);
  const inputs = Object.keys(wrong).filter(
    (one) => !["event_name", "item_set", "acct_id"].includes(one) || (narrowed[cmd] ?? []).some((each) => one in each),
  );
  describe(`${cmd} refuses`, () => {
    it(`${missing}: to tell everything there ever was`, async () => {
      const answer = await feed({ event_name: "EVENT01" });
      assert.equal(answer.result, missing);
      assert.match(answer.error_detail, /^start_datetime: required/);
    });
    for (const input of inputs)
      it(`9999: ${input}`, async () => {
        const answer = await feed({
          ...(input === "start_date_time" || input === "start_date" ? {} : { start_datetime: since }),
          [input]: wrong[input],
        });
        assert.equal(answer.result, 9999);
        assert.match(answer.error_detail, new RegExp(`^${input}: `));
      });
    it("9999: a page beyond a million rows", async () => {
      const beyond = await feed({ start_datetime: since, count: 5_000, page: 201 });
      assert.deepEqual([beyond.result, beyond.error_detail.split(":")[0]], [9999, "page"]);
      assert.equal((await feed({ start_datetime: since, count: 5_000, page: 200 })).result, none);
    });
    for (const values of [{ start_datetime: "2099-01-01" }, { page: "9" }, ...(narrowed[cmd] ?? [])])
      it(`${none}: ${JSON.stringify(values)}`, async () => {
        const answer = await feed({ start_datetime: since, ...values });
        assert.deepEqual([answer.result, answer.sql_code, answer[list], answer.more], [none, 100, undefined, "N"]);
      });
  });
  it(`${cmd} misses nothing, by page and by cursor, and tells each once`, async () => {
    const keyOf = (row: Record<string, unknown>) => key.map((name) => row[name]).join(" ");
    const keysOf = (answer: Record<string, Record<string, unknown>[]>) => (answer[list] ?? []).map(keyOf);
    const all = keysOf(await feed({ start_datetime: since, count: 5_000 }));
    assert.ok(all.length > 4);
    assert.equal(new Set(all).size, all.length);
    const byPage: string[] = [];
    for (let page = 0, more = "Y"; more === "Y"; page++) {
      const answer = await feed({ start_date: since, count: 6, page });
      byPage.push(...keysOf(answer));
      assert.equal(answer.next_start_datetime !== undefined, answer.more === "N");
      ({ more } = answer);
    }
    assert.deepEqual(byPage, all);
    const onward = async (start: object): Promise<string[]> => {
      const keys: string[] = [];
      for (let from = start; ; ) {
        const answer = await feed({ count: 6, ...from });
        if (answer.result === none) return keys;
        keys.push(...keysOf(answer));
        from = { cursor: answer.cursor };
      }
    };
    // An answer without rows has the cursor of where it looked from.
    const { cursor } = await feed({ start_date_time: since, event_name: "NOEVENT", acct_id: 999_999 });
    assert.deepEqual((await onward({ cursor })).toSorted(), all.toSorted());
    // Begun by time it has things where they changed first: those that changed again are told again by cursor, and none is missed.
    assert.deepEqual(new Set(await onward({ start_date_time: since })), new Set(all));
  });
}

describe("get_events_with_sales and get_accounts_with_sales", () => {
  const [events, accounts] = [call("get_events_with_sales"), call("get_accounts_with_sales")];
  it("go on with a sale and a return, with the last of them", async () => {
    const [{ cursor }, was] = [
      await events({ start_datetime: since, count: 5_000 }),
      await accounts({ start_datetime: since, count: 5_000 }),
    ];
    const event_id = (await findItem(core, 1, event, "GAME03")).event_id as number;
    const ticketTypeId = (await findItem(core, 1, ticketType, "_C")).ticket_type_id as number;
    const run = await findRun(core, 1, event_id, { section: "302", row: "D", firstSeat: 3, seats: 3 });
    await sell(core, caller, { accountId: 6, lines: [{ run, priceCode: "C", ticketTypeId }] });
    await returnSeats(core, caller, { runs: [{ ...run, firstSeat: 4, seats: 1 }] });
    await told();
    const now = await events({ cursor });
    const { upd_datetime } = now.events[0];
    assert.match(upd_datetime, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.deepEqual([now.events, now.more, now.page], [[{ event_name: "GAME03", event_id, upd_datetime }], "N", "0"]);
    assert.deepEqual((await accounts({ cursor: was.cursor })).accounts, [
      { acct_id: 6, event_name: "GAME03", event_id, upd_datetime },
    ]);
    const later = await events({ start_datetime: now.next_start_datetime });
    assert.ok(later.events.some((one: { event_name: string }) => one.event_name === "GAME03"));
  });
  it("keep their places by time while tickets are sold, and by cursor tell again what changed again", async () => {
    const names = (answer: { events: { event_name: string }[] }) => answer.events.map((one) => one.event_name);
    const whole = names(await events({ start_datetime: since, count: 5_000 }));
    const count = whole.indexOf("GAME03") + 1;
    assert.ok(count > 0 && count < whole.length);
    const page = (number: number) => events({ start_datetime: since, count, page: number });
    const first = await page(0);
    assert.deepEqual([names(first), first.more], [whole.slice(0, count), "Y"]);
    const event_id = (await findItem(core, 1, event, "GAME03")).event_id as number;
    const ticketTypeId = (await findItem(core, 1, ticketType, "_C")).ticket_type_id as number;
    const run = await findRun(core, 1, event_id, { section: "302", row: "D", firstSeat: 4, seats: 1 });
    await sell(core, caller, { accountId: 6, lines: [{ run, priceCode: "C", ticketTypeId }] });
    await told();
    const paged = names(first);
    let last = first;
    for (let number = 1; last.more === "Y"; number++) {
      last = await page(number);
      paged.push(...names(last));
    }
    assert.deepEqual(paged, whole);
    // The last page ends behind the sale too, of which the first had told the event already.
    assert.equal((await events({ cursor: last.cursor })).result, 5279);
    // The cursor of a page goes on with its walk; that of a last one tells what has changed since, again.
    assert.deepEqual([...names(first), ...names(await events({ cursor: first.cursor, count: 5_000 }))], whole);
    await sell(core, caller, { accountId: 6, lines: [{ run: { ...run, firstSeat: 6 }, priceCode: "C", ticketTypeId }] });
    await told();
    assert.deepEqual(names(await events({ cursor: last.cursor })), ["GAME03"]);
  });
  it("keep to an event, a plan, an item set and an account", async () => {
    const of = async (values: object) => (await events({ start_datetime: since, count: 5_000, ...values })).events?.length;
    assert.deepEqual(
      [await of({ event_name: "game01" }), await of({ event_name: "FULL16" }), await of({ item_set: "INET_PRINT" })],
      [1, 12, 8],
    );
    const { accounts: one } = await accounts({ start_datetime: since, count: 5_000, acct_id: "100479", event_name: "EVENT01" });
    assert.deepEqual(
      one.map((each: { acct_id: number; event_name: string }) => [each.acct_id, each.event_name]),
      [[100479, "EVENT01"]],
    );
  });
});

describe("get_accounts_with_updates", () => {
  const updates = call("get_accounts_with_updates");
  it("tells a name's change for each of its accounts, and an account's under its primary name", async () => {
    const { cursor } = await updates({ start_datetime: since, count: 5_000 });
    await update((values) => command(values), 12345, {
      acct_id: 12345,
      name_last: "Smith",
      email: "doglover@invalid.null",
      city: "Reston",
    });
    await told();
    const { accounts } = await updates({ cursor });
    const [{ upd_date, ...one }] = accounts;
    assert.deepEqual([accounts.length, one], [1, { acct_id: 12345, cust_name_id: 162045, upd_user: "user99" }]);
    assert.match(upd_date, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.deepEqual((await updates({ cursor, acct_id: 12345 })).accounts, accounts);
    assert.equal((await updates({ cursor, acct_id: 6 })).result, 5049);
    const own = (await updates({ start_datetime: since, acct_id: "12345" })).accounts;
    assert.deepEqual([...new Set(own.map((each: { acct_id: number }) => each.acct_id))], [12345]);
  });
  it("tells what was numbered before it was known when, by when it happened", async () => {
    const before = await updates({ start_datetime: since, count: 5_000 });
    const client = await connect(target, "test", { pipeline: false } as never);
    await client.query(forgetWhenNumbered);
    await client.end();
    const after = await updates({ start_datetime: since, count: 5_000 });
    assert.deepEqual(after.accounts, before.accounts);
    assert.equal((await updates({ start_datetime: "2099-01-01" })).result, 5049);
    assert.match(after.next_start_datetime, /^\d{4}-/);
    const first = await updates({ start_datetime: since, count: 2 });
    const rest = await updates({ cursor: first.cursor, count: 5_000 });
    assert.deepEqual([first.more, [...first.accounts, ...rest.accounts]], ["Y", before.accounts]);
    await update((values) => command(values), 6, { name_last: "Six" });
    await told();
    const { accounts } = await updates({ cursor: after.cursor });
    assert.deepEqual(
      accounts.map((one: { acct_id: number }) => one.acct_id),
      [6],
    );
    const ids = (answer: { accounts: { acct_id: number; cust_name_id: number }[] }) =>
      answer.accounts.map((one) => `${one.acct_id} ${one.cust_name_id}`).toSorted();
    assert.deepEqual(ids(await updates({ start_datetime: since, count: 5_000 })), ids(before));
  });
});

describe("get_event_price_code_updates", () => {
  const updates = call("get_event_price_code_updates");
  it("tells what was added and changed, a code of several types once, and not what is gone", async () => {
    const { cursor } = await updates({ start_datetime: since, count: 5_000 });
    const event_id = (await findItem(core, 1, event, "GAME04")).event_id as number;
    const of = async (code: string) => (await findItem(core, 1, ticketType, code)).ticket_type_id as number;
    const put = async (price_code: string, type: string) =>
      createItem(core, { ...caller, userName: "clerk01" }, price, {
        event_id,
        price_code,
        ticket_type_id: await of(type),
        ticket: 1_00,
      });
    const [gone, kept] = [await put("X", "_A"), await put("Y", "_A")];
    await put("Y", "_C");
    await put("V", "_A");
    await changeItem(core, caller, price, kept, { ticket: 2_00 });
    await removeItem(core, caller, price, gone);
    await told();
    const { price_codes } = await updates({ cursor });
    const { upd_datetime } = price_codes[0];
    assert.deepEqual(price_codes, [
      { event_name: "GAME04", event_id, price_code: "V", upd_datetime, upd_user: "clerk01" },
      { event_name: "GAME04", event_id, price_code: "Y", upd_datetime },
    ]);
    assert.deepEqual((await updates({ cursor, event_name: "game04" })).price_codes, price_codes);
    assert.equal((await updates({ cursor, item_set: "STH" })).result, 5299);
    assert.equal((await updates({ start_datetime: since, item_set: "sth", count: 5_000 })).price_codes.length, 10);
  });
});
