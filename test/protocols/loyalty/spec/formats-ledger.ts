import { campaigns } from "../ledger.ts";
import type { Row } from "./formats-cases.ts";

const { points, giftcard, events, earned, buyx } = campaigns;
const awkward = `Ä & <b> "quoted" 'x' ]]> \u{1F3AB}`;
const who = { code: "L1" };
const headers = {
  visits_header_1: "campaign_id",
  visits_header_2: "code",
  visits_header_3: "redeemed",
  visits_header_4: "amount",
};
const batch = { delimiter: "pipe", ...headers };
/** Some were given numbers at random by the rows before. */
const numbers = { code: /^\S+$/, card_number: /^\S*$/ };
const year = { date_start: "2026-01-01", date_end: "2026-12-31" };

/** The calls about transactions, and the reports. They stand before those by which campaigns go. */
export const ledgerRows: readonly Row[] = [
  {
    type: "record_customer",
    about: "who joins",
    values: {
      customer_action: "new",
      ...who,
      card_number: "LC1",
      last_name: awkward,
      campaign_id: `${points},${events}`,
      auto_add: 5,
    },
  },
  { type: "customer_balance", about: "of one who was credited", values: { campaign_id: points, ...who } },
  { type: "record_activity", about: "points", values: { campaign_id: points, ...who, amount: "9,95", authorization: awkward } },
  { type: "record_activity", about: "giftcard", values: { campaign_id: giftcard, card_number: "LC1", amount: "20" } },
  { type: "record_activity", about: "events", values: { campaign_id: events, ...who } },
  { type: "record_activity", about: "earned", values: { campaign_id: earned, ...who } },
  { type: "record_activity", about: "buyx", values: { campaign_id: buyx, ...who, service_product: "96", buyx_quantity: 11 } },
  { type: "record_activity", values: { campaign_id: giftcard, ...who }, status: "error", names: "amount" },
  { type: "record_activity", values: { campaign_id: points, ...who }, status: "error" },
  { type: "redeem", about: "points", values: { campaign_id: points, ...who, custom_points_redeem: 100, authorization: awkward } },
  { type: "redeem", about: "money", values: { campaign_id: giftcard, ...who, reward_to_redeem: "0,5" } },
  { type: "redeem", about: "an item", values: { campaign_id: buyx, ...who, reward_to_redeem: "96" } },
  { type: "redeem", values: { campaign_id: points, ...who, custom_points_redeem: 999999 }, status: "error" },
  { type: "transaction_delete", values: { campaign_id: points, ...who, transaction_id: 999999 }, status: "error" },
  { type: "customer_balance", about: "all", values: { campaign_id: points, ...who } },
  { type: "customer_balance", about: "one", values: { campaign_id: points, ...who, transactions_number: 1 } },
  { type: "customer_balance", about: "none", values: { campaign_id: points, ...who, transactions_number: 0 } },
  { type: "customer_balance", about: "of items", values: { campaign_id: buyx, ...who } },
  { type: "customer_balance", values: { campaign_id: "1", ...who }, status: "error", names: "campaign_id" },
  { type: "balance", values: { campaign_id: giftcard, card_number: "LC1" } },
  { type: "balance", values: { campaign_id: giftcard, code: "nobody" }, status: "error" },
  { type: "customer_info", about: "with balances and rewards", values: who },
  { type: "customer_search", about: "with balances", values: { card_number: "LC1", include_balances: "Y" }, search: true },
  {
    type: "batch_transactions",
    about: "one line refused",
    values: { ...batch, Visits_Data: `${points}|L1|N|5\n${points}|nobody|N|5` },
  },
  { type: "batch_transactions", about: "all recorded", values: { ...batch, Visits_Data: `${points}|L1|Y|5\n${events}|L1|N|2` } },
  { type: "batch_transactions", values: { ...batch, delimiter: "dot", Visits_Data: "x" }, status: "error", names: "delimiter" },
  { type: "batch_transactions", values: batch, status: "error", names: "Visits_Data" },
  { type: "reports", about: "transactions_all", values: { report: "transactions_all", ...year }, search: "transaction" },
  {
    type: "reports",
    about: "of one transaction",
    values: { report: "transactions_all", selected_campaigns: buyx, date_start: "2026-06-15" },
    search: "transaction",
  },
  {
    type: "reports",
    about: "of none",
    values: { report: "transactions_all", date_end: "1999-12-31" },
    search: "transaction",
  },
  ...["customers_all", "customers_new", "customers_custom_date"].map(
    (report): Row => ({ type: "reports", about: report, values: { report, ...year }, search: true, random: numbers }),
  ),
  { type: "reports", about: "birthdays", values: { report: "customers_birthday", ...year }, search: true },
  {
    type: "reports",
    about: "frequent",
    values: { report: "customers_frequent", frequency: 1, include_redeemed: "Y" },
    search: true,
  },
  {
    type: "reports",
    about: "inactive",
    values: { report: "customers_Inactive", Inactive_for: 30 },
    search: true,
    random: numbers,
  },
  { type: "reports", about: "search", values: { report: "customers_search", search_text: "roe" }, search: true },
  { type: "reports", about: "balances", values: { report: "customers_balances", campaign_id: points, limit: 5 }, search: true },
  { type: "reports", values: { report: "customers_balances" }, status: "error", names: "campaign_id" },
  { type: "reports", values: { report: "gossip" }, status: "error", names: "report" },
];
