import { test } from "node:test";
import { testApp, testClock } from "../../../support/app.ts";
import { call, succeeded, parseXml } from "../support.ts";
import { campaignOf, records, userWith } from "./ledger-world.ts";
import { campaigns } from "../ledger.ts";
const clock = testClock(new Date("2026-07-02T03:59:00Z"));
const willcall = await testApp({ clock });
const w = "89898989898989";
test("x", async () => {
  const card = await campaignOf(willcall, "giftcard");
  const pts = await campaignOf(willcall, "points");
  await records(willcall, card, w, { amount: 1000 });
  await records(willcall, pts, w, { amount: 1000 });
  const h = await userWith(willcall, "H");
  const nored = await userWith(willcall, "K", { suppress_permissions: "redeem" });
  for (const who of [h, nored]) for (const c of [card, pts]) {
    const a = await call(willcall, "record_activity", { campaign_id: c, code: w, amount: "-200" }, who);
    console.log(a.status, a.error, JSON.stringify(a.json.receipt?.transaction));
  }
  for (const [s, e] of [["2026-07-01", "2026-07-01"], ["2026-07-02", "2026-07-02"]]) console.log(succeeded(await call(willcall, "reports", { report: "transactions_all", date_start: s, date_end: e })).transactions_count);
  for (const v of [{ searchField: "name", searchOper: "cn", searchValue: "x" }, { searchField: "x", searchValue: "y" }, { sortOrder: "up" }, { length: "0" }, { length: "" , offset: "", type_restrict: "", searchField: "", searchOper: "", searchValue: "", sortField: "", sortOrder: "" }]) console.log(JSON.stringify(v), (await call(willcall, "campaigns_list", v)).error);
  for (const v of [{ report: "customers_birthday" }, { report: "customers_frequent" }, { report: "customers_Inactive" }, { report: "customers_search" }, { report: "customers_inactive", Inactive_for: 3 }, { report: "customers_all", date_start: "", date_end: "", selected_campaigns: "" }, { report: "customers_balances", campaign_id: pts, limit: "", offset: "", coalition_balance: "" }]) { const a = await call(willcall, "reports", v); console.log(JSON.stringify(v), a.error, a.json.customers_count); }
  for (const v of [{ auto_add: "", campaign_id: pts }, { campaign_id: `${pts},` }, { campaign_id: `${pts},${pts}`, auto_add: 5 }]) console.log(JSON.stringify(v), (await call(willcall, "record_customer", { customer_action: "edit", code: w, city: "c", ...v })).text.replace(/\s+/g, " "));
  console.log((await call(willcall, "customer_balance", { campaign_id: pts, code: w, transactions_number: "" })).json.campaign.customer.transactions.length, (await call(willcall, "customer_balance", { campaign_id: pts, code: w, transactions_number: -1 })).error);
  console.log((await call(willcall, "record_activity", { campaign_id: campaigns.points, code: w, amount: "1", promo_id: "" , authorization: "", send_transaction_email: "" })).status);
  console.log((await call(willcall, "record_activity", { campaign_id: pts, code: w, amount: "", promo_id: "" })).error);
  console.log((await call(willcall, "redeem", { campaign_id: pts, code: w, reward_to_redeem: "", custom_points_redeem: "5", custom_dollars_redeem: "" })).status);
  console.log((await call(willcall, "redeem", { campaign_id: pts, code: w, custom_points_redeem: "5", custom_dollars_redeem: "1.00" })).text.replace(/\s+/g, " ").slice(-300));
  const x = parseXml((await call(willcall, "customer_balance", { campaign_id: campaigns.buyx, code: w, output: "XML" })).text);
  console.log(JSON.stringify(x).slice(0, 900));
});
