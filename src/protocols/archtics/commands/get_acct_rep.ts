import type { Item } from "../../../core/ticketing/catalogue/kind.ts";
import { accountRep } from "../../../core/ticketing/catalogue/kinds/box-office.ts";
import { allItems } from "../../../core/ticketing/catalogue/read.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { bareNumber } from "../decode.ts";
import { char, type EncodableFields, integer, list } from "../fields.ts";

const rep = {
  acct_rep_id: integer("Number of the representative", "observed"),
  acct_rep_type: char(1, "A letter, S for who sells to the account", "observed"),
  acct_rep_type_name: char(40, "What it stands for", "observed"),
  rep_name_first: char(40, "Given name", "observed"),
  rep_name_middle: char(40, "Middle name", "observed"),
  rep_name_last: char(80, "Family name", "observed"),
  rep_name_title: char(30, "Title", "observed"),
  rep_company_name: char(100, "Company", "observed"),
  rep_nick_name: char(40, "What colleagues say", "observed"),
  rep_name_last_first_mi: char(165, "Family name, given name and the middle one's first letter", "observed"),
  rep_full_name: char(165, "Given, middle and family name", "observed"),
  rep_user_id: char(12, "Their user", "observed"),
  rep_email_addr: char(100, "E-mail address", "observed"),
  rep_phone: char(30, "Telephone, as it is on file", "observed"),
  rep_phone_formatted: char(30, "Telephone; of ten digits as in (973) 555-0100", "observed"),
} as const;

export const getAcctRep = defineCommand({
  name: "get_acct_rep",
  product: "sth-customer",
  purpose: "Tells who at the box office looks after an account.",
  family: "plain",
  input: { ...commonInput, acct_id: integer("The account", "willcall") },
  required: ["acct_id"],
  output: {
    ...commonOutput,
    acct_id: integer("The account", "willcall"),
    acct_reps: list(rep, "Its representatives, by their numbers", 1_000, "willcall"),
  },
  results: {
    ...commonResults,
    5071: { meaning: "A required field is missing", mark: "willcall" },
    5079: { meaning: "Nobody looks after the account, or there is no such account", mark: "willcall", sqlCode: 100 },
  },
  codes: { missing: 5071, invalid: 9999 },
  async handle({ core, caller }, { acct_id: accountId }) {
    const found = await allItems(core, caller.orgId, accountRep, accountId!);
    if (found.length === 0) refuseCommand(5079, "acct_id: no representative found");
    return { acct_id: accountId, acct_reps: found.map(repToWire) };
  },
});

function repToWire(item: Item): EncodableFields<typeof rep> {
  const {
    given_name: first,
    middle_name: middle,
    family_name: last,
    phone,
    ...more
  } = item as Item & Record<string, string | null>;
  const initial = [first, middle?.slice(0, 1)].filter(Boolean).join(" ");
  return {
    acct_rep_id: item.account_rep_id as number,
    acct_rep_type: more.type,
    acct_rep_type_name: more.type_name,
    rep_name_first: first,
    rep_name_middle: middle,
    rep_name_last: last,
    rep_name_title: more.title,
    rep_company_name: more.company_name,
    rep_nick_name: more.nickname,
    rep_name_last_first_mi: [last, initial].filter(Boolean).join(", "),
    rep_full_name: [first, middle, last].filter(Boolean).join(" "),
    rep_user_id: more.user_name,
    rep_email_addr: more.email,
    rep_phone: phone,
    rep_phone_formatted: phone && formatted(phone),
  };
}

/** Ten digits as they are written in North America; other numbers as they are. */
function formatted(phone: string): string {
  const [, area, exchange, line] = /^(\d{3})(\d{3})(\d{4})$/.exec(bareNumber(phone)) ?? [];
  return area ? `(${area}) ${exchange}-${line}` : phone;
}
