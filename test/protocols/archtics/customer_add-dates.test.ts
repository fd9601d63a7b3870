import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testApp, testClock } from "../../support/app.ts";
import { impossibleDates, notDates } from "./fields.ts";
import { add, assertRefused, look } from "./support.ts";

// 22:00 on 15 June in New York, where the sandbox is; the 16th in UTC.
const { command } = await testApp({ clock: testClock(new Date("2026-06-16T02:00:00Z")) });
const send = (birth_date: unknown) => command({ cmd: "customer_add", customer: { name_last: "Date", birth_date }, pin: "1" });

describe("customer_add's birth_date", () => {
  for (const date of ["2026-06-16", "2026-07-01", "2027-01-01", "9999-12-31"])
    it(`is in the future: 5003 (${date})`, async () => assertRefused(await send(date), 5003, "birth_date"));

  for (const date of impossibleDates)
    it(`is impossible: 5004 (${date})`, async () => assertRefused(await send(date), 5004, "birth_date"));

  for (const date of notDates)
    it(`is no date: 5004 or 5014 (${JSON.stringify(date)})`, async () => {
      const answer = await send(date);
      assert.ok([5004, 5014].includes(answer.answer.result), answer.text);
      assertRefused(answer, answer.answer.result, "birth_date");
    });

  for (const date of ["2026-06-15", "2024-02-29", "2000-02-29", "1899-12-31", "1966-01-01"])
    it(`is kept as it is: ${date}`, async () => {
      const { acct_id } = await add(command, { birth_date: date });
      const { customer } = await look(command, acct_id);
      assert.deepEqual([customer.birth_date, customer.add_date], [date, "2026-06-15"]);
    });
});
