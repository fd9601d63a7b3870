import { at, changeOf, copy, counterEntry, entry, points, retold, told, valuesOf, visits } from "./parts/queries.ts";

/** Something that is wrong with the database of good.ts, and the sentences of the checks that must find it: each matched, and no other sentence said. */
export interface Planted {
  readonly name: string;
  readonly plant: readonly string[];
  readonly found: readonly RegExp[];
}

const altered = /^ledger-entries: .*entry \d+ was altered/;
const resealed = /^seals: .*changes \d+ to \d+ are not those that were sealed/;
const lost = /^seals: .*changes between \d+ and \d+ are missing or were added/;
const valuesAltered = [
  /^seals: .*the values of change \d+ were altered/,
  /^audit-trail: .*the values of part \d+ of the write \S+ were altered/,
];
const missing = (kind: string): RegExp => new RegExp(`^audit-trail: .*the change log tells of ${kind} \\d+, which is not there`);

export const planted: readonly Planted[] = [
  {
    name: "a balance that is off by one",
    plant: [`UPDATE ledger_balances SET balance = balance + 1 WHERE ${at(365)}`],
    found: [/^balances: .*customer 365 has 701 in campaign 1111222233334444, and the entries come to 700$/],
  },
  {
    name: "a balance of one whom another was merged into that is off by one",
    plant: [`UPDATE ledger_balances SET balance = balance - 1 WHERE ${at(1268)}`],
    found: [/^balances: .*customer 1268 has 1999 in campaign 1111222233334444, and the entries come to 2000$/],
  },
  {
    name: "a wrong sum of all that was ever earned",
    plant: [`UPDATE ledger_balances SET cumulative = cumulative - 1 WHERE ${at(1267, visits)}`],
    found: [/^balances: .*customer 1267 counts 0 as ever earned in campaign 3333444455556666, and the activities come to 1$/],
  },
  {
    name: "a balance below zero, and entries that come to it",
    plant: [
      "ALTER TABLE ledger_balances DROP CONSTRAINT ledger_balances_balance_check",
      `UPDATE ledger_balances SET balance = -1 WHERE ${at(365)}`,
      `UPDATE ledger_entries SET amount = -1001 WHERE ${entry(365, points, "redemption")}`,
    ],
    found: [/^balances: .*customer 365 has -1 in .*below zero/, altered],
  },
  {
    name: "entries without a balance",
    plant: [`DELETE FROM ledger_balances WHERE ${at(365, 5555666677778888, 96)}`],
    found: [/^balances: .*customer 365 has entries in campaign 5555666677778888, item 96 that come to 2, and no balance/],
  },
  {
    name: "an entry that was deleted",
    plant: [`DELETE FROM ledger_entries WHERE ${entry(1267, visits)}`],
    found: [/^balances: .*has 1 in .*come to 0/, /^balances: .*counts 1 .*come to 0/, missing("transaction")],
  },
  {
    name: "an entry whose amount was changed",
    plant: [`UPDATE ledger_entries SET amount = amount + 5 WHERE ${entry(365)}`],
    found: [/^balances: .*365 has 700 .*come to 705/, /^balances: .*365 counts 1000 .*come to 1005/, altered],
  },
  {
    name: "an entry whose amount was changed together with the balance",
    plant: [
      `UPDATE ledger_entries SET amount = amount + 5 WHERE ${entry(365)}`,
      `UPDATE ledger_balances SET balance = balance + 5, cumulative = cumulative + 5 WHERE ${at(365)}`,
    ],
    found: [altered],
  },
  {
    name: "an entry that was moved to another customer together with what it gave",
    plant: [
      `UPDATE ledger_entries SET customer_id = 1267 WHERE ${entry(365, visits)}`,
      `UPDATE ledger_balances SET balance = 0, cumulative = 0 WHERE ${at(365, visits)}`,
      `UPDATE ledger_balances SET balance = 2, cumulative = 2 WHERE ${at(1267, visits)}`,
    ],
    found: [altered],
  },
  {
    name: "a counter-entry of twice the amount, in the change log too",
    plant: [
      `UPDATE ledger_balances b SET balance = balance + e.amount, cumulative = cumulative + e.amount FROM ledger_entries e
         WHERE b.org_id = 1 AND b.customer_id = e.customer_id AND b.campaign_id = e.campaign_id AND b.item_id = e.item_id AND e.${counterEntry}`,
      `UPDATE ledger_entries SET amount = 2 * amount WHERE ${counterEntry}`,
      retold(counterEntry),
    ],
    found: [resealed, /^ledger-entries: .*entry \d+ takes back entry \d+, of another balance, kind or amount/],
  },
  {
    name: "an entry that was taken back twice, with all that belongs to it",
    plant: [
      copy(counterEntry),
      "UPDATE ledger_entries SET part = 7 WHERE org_id = 1 AND entry_id = 777777",
      told,
      `UPDATE ledger_balances b SET balance = balance + e.amount, cumulative = cumulative + e.amount FROM ledger_entries e
         WHERE b.org_id = 1 AND b.customer_id = e.customer_id AND b.campaign_id = e.campaign_id AND b.item_id = e.item_id AND e.org_id = 1 AND e.entry_id = 777777`,
    ],
    found: [/^ledger-entries: .*entry 777777 takes back entry \d+, which had been taken back/],
  },
  ...["kind = 'redemption'", "customer_id = 1267", `campaign_id = ${points}`].map((other) => ({
    name: `a counter-entry with another ${other}, in the change log too`,
    plant: [`UPDATE ledger_entries SET ${other} WHERE ${counterEntry}`, retold(counterEntry)],
    found: [resealed, /^ledger-entries: .*takes back entry \d+, of another balance, kind or amount/, /^balances: /],
  })),
  {
    name: "a counter-entry of what is not there",
    plant: [`UPDATE ledger_entries SET undoes = 888888 WHERE ${counterEntry}`, retold(counterEntry)],
    found: [resealed, /^ledger-entries: .*takes back entry 888888, which is not there/],
  },
  {
    name: "an entry of a campaign that is not there",
    plant: [`UPDATE ledger_entries SET campaign_id = 1000000000000001 WHERE ${entry(1267, visits)}`],
    found: [
      /^balances: .*customer 1267 has entries in campaign 1000000000000001 that come to 1, and no balance/,
      /^balances: .*customer 1267 has 1 in/,
      /^balances: .*customer 1267 counts 1/,
      altered,
      /^ledger-entries: .*is of campaign 1000000000000001, which is not there/,
    ],
  },
  {
    name: "an entry of a customer who is not there, with their balance",
    plant: [
      `UPDATE ledger_entries SET customer_id = 999999 WHERE ${at(1267, visits)}`,
      `UPDATE ledger_balances SET customer_id = 999999 WHERE ${at(1267, visits)}`,
    ],
    found: [altered, /^ledger-entries: .*entry \d+ is of customer 999999, who is not there/],
  },
  ...[
    ["reward", "reward_id = 3", [altered]],
    ["promotion", "promotion_id = 9", [altered]],
    ["rule", "rule_id = 9", [altered]],
    ["item", "item_id = 9", [altered, /^balances: /]],
  ].map(([part, set, more]) => ({
    name: `an entry that names a ${part} that its campaign does not have`,
    plant: [`UPDATE ledger_entries SET ${set} WHERE ${entry(365)}`],
    found: [new RegExp(`^ledger-entries: .*names an? ${part} that its campaign does not have`), ...(more as RegExp[])],
  })),
  {
    name: "an entry that nothing tells of",
    plant: [copy(entry(365, points, "enrolment"))],
    found: [/^ledger-entries: .*the change log does not tell of entry 777777/],
  },
  {
    name: "a write that was deleted",
    plant: [`DELETE FROM writes WHERE org_id = 1 AND write_id = (SELECT write_id FROM ledger_entries WHERE ${entry(365)})`],
    found: [lost, /^ledger-entries: .*entry \d+ names a write that is not there/],
  },
  {
    name: "an entry that is said to be somebody else's doing",
    plant: [`UPDATE ledger_entries SET user_name = 'kiosk1' WHERE ${entry(365)}`],
    found: [
      /^ledger-entries: .*entry \d+ is said to be of another write, or by somebody else, than the change log and that write tell/,
    ],
  },
  {
    name: "nothing in an entry that the change log does not tell of yet",
    plant: [
      copy(entry(365, points, "enrolment")),
      "UPDATE ledger_entries SET write_id = gen_random_uuid() WHERE org_id = 1 AND entry_id = 777777",
      "INSERT INTO ledger_untold (org_id, entry_id) VALUES (1, 777777)",
    ],
    found: [],
  },
  {
    name: "a missing enrolment",
    plant: [`DELETE FROM ledger_entries WHERE ${entry(365, points, "enrolment")}`],
    found: [/^balances: .*customer 365 has joined campaign 1111222233334444, and no entry says so/, missing("transaction")],
  },
  {
    name: "a number that was skipped in the change log",
    plant: [
      "UPDATE changes SET seq = seq + 1 WHERE org_id = 1 AND seq = (SELECT last_seq FROM change_counters WHERE org_id = 1)",
      "UPDATE change_counters SET last_seq = last_seq + 1 WHERE org_id = 1",
    ],
    found: [/^change-numbers: .*1 are missing/, lost],
  },
  {
    name: "two seals that were swapped",
    plant: [
      `UPDATE audit_seals s SET hash = o.hash, previous = o.previous FROM audit_seals o WHERE s.org_id = 1 AND o.org_id = 1 AND o.last_seq <> s.last_seq
         AND s.last_seq IN (SELECT last_seq FROM audit_seals ORDER BY last_seq LIMIT 2) AND o.last_seq IN (SELECT last_seq FROM audit_seals ORDER BY last_seq LIMIT 2)`,
    ],
    found: [/^seals: .*the seal of change \d+ does not follow the one before it/, resealed],
  },
  {
    name: "a change's digest that was altered",
    plant: [`UPDATE changes SET digest = sha256('other') WHERE ${changeOf("customer", 365)}`],
    found: [resealed, ...valuesAltered],
  },
  {
    name: "a change's value that was altered",
    plant: [
      `UPDATE change_values SET field_values = replace(field_values, 'Anytown', 'Newtown') WHERE ${valuesOf("customer", 365)}`,
    ],
    found: valuesAltered,
  },
  {
    name: "a change that was deleted",
    plant: [
      `DELETE FROM change_values WHERE ${valuesOf("customer", 365)}`,
      `DELETE FROM changes WHERE ${changeOf("customer", 365)}`,
    ],
    found: [/^change-numbers: .*1 are missing/, lost, /^audit-trail: .*customer 365 goes to version 2 instead of 1/],
  },
  {
    name: "an identifier that does not compare as its value",
    plant: ["UPDATE identifiers SET value_key = 'JDoe@email.com' WHERE org_id = 1 AND kind = 'email' AND customer_id = 365"],
    found: [/^identifiers: .*customer 365 has an identifier \(email\) that does not compare/],
  },
  {
    name: "an e-mail that others may have too",
    plant: ["UPDATE identifiers SET exclusive = false WHERE org_id = 1 AND kind = 'email' AND customer_id = 162045"],
    found: [/^identifiers: .*customer 162045 has an identifier \(email\) that is not theirs alone, and should be/],
  },
  {
    name: "a code that two bear",
    plant: [
      "DROP INDEX identifiers_exclusive",
      `UPDATE identifiers SET value = '0123456789012345', value_key = '0123456789012345'
         WHERE org_id = 1 AND customer_id = 1267 AND kind = 'loyalty-code' AND NOT retired`,
    ],
    found: [/^identifiers: .*customers 365 and 1267 have the same identifier \(loyalty-code\)/],
  },
  {
    name: "identifiers of nobody",
    plant: ["UPDATE identifiers SET customer_id = 999999 WHERE org_id = 1 AND customer_id = 162045 AND kind = 'alternate-id'"],
    found: [/^identifiers: .*customer 999999, who is not there, has an identifier \(alternate-id\)/],
  },
  {
    name: "identifiers and balances of a customer who was merged away",
    plant: [
      `INSERT INTO identifiers (org_id, customer_id, kind, value_key, value, exclusive, created_at) VALUES (1, 1269, 'card-number', '777', '777', false, '2026-01-01')`,
      `INSERT INTO ledger_balances (org_id, customer_id, campaign_id, balance, cumulative, enrolled_at) VALUES (1, 1269, ${visits}, 0, 0, '2026-01-01')`,
    ],
    found: [
      /^merges: .*customer 1269 was merged away and has identifiers/,
      /^merges: .*customer 1269 was merged away and has balances/,
    ],
  },
  {
    name: "a merge whose loser leads elsewhere",
    plant: ["UPDATE customers SET merged_into = 365 WHERE org_id = 1 AND customer_id = 1269"],
    found: [/^merges: .*by the merge \S+ customer 1269 leads to 1268, and leads to 365/, /^balances: .*customer (365|1268) /],
  },
  {
    name: "a merge that stands and whose loser leads to nobody",
    plant: ["UPDATE customers SET merged_into = NULL WHERE org_id = 1 AND customer_id = 1269"],
    found: [
      /^merges: .*the merge \S+ stands, and customer 1269 leads to nobody/,
      /^search: .*customer 1269/,
      /^balances: .*customer (1268|1269) /,
    ],
  },
  {
    name: "a customer who was merged into one who was merged away, without a merge",
    plant: [
      "UPDATE customers SET merged_into = 1269 WHERE org_id = 1 AND customer_id = 1408",
      "DELETE FROM identifiers WHERE org_id = 1 AND customer_id = 1408",
    ],
    found: [
      /^merges: .*customer 1408 was merged into one who was merged away/,
      /^merges: .*customer 1408 was merged away, and no merge that stands says so/,
    ],
  },
  {
    name: "a version that is ahead of the log",
    plant: ["UPDATE customers SET version = version + 1 WHERE org_id = 1 AND customer_id = 365"],
    found: [/^versions: .*customer 365 has version \d+, and the change log ends with \d+/],
  },
  {
    name: "a customer whom searches don't find",
    plant: ["UPDATE customers SET search_grams = '{1,2,3}' WHERE org_id = 1 AND customer_id = 365"],
    found: [/^search: .*customer 365 is searched for by what they are not/],
  },
  {
    name: "another pepper",
    plant: ["UPDATE pepper_proofs SET proof = sha256(proof)"],
    found: [/^pepper: version 1 of the pepper is not the one that secrets were hashed with/],
  },
];

/** Takes what keys and triggers would keep out; for one transaction. */
export const unguarded = "SET LOCAL session_replication_role = replica";
