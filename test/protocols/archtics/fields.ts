/** customer's text fields with the longest value that each may have, by the tables of seed 000. */
export const textFields: Readonly<Record<string, number>> = {
  name_first: 40,
  name_mi: 40,
  name_last: 80,
  title: 30,
  company_name: 100,
  street_addr_1: 40,
  street_addr_2: 40,
  city: 20,
  state: 2,
  zip: 10,
  country: 8,
  ext_system_id_1: 10,
  ext_system_id_2: 10,
};

export const phoneFields: Readonly<Record<string, number>> = {
  phone_day: 15,
  phone_eve: 15,
  phone_fax: 10,
  phone_cell: 15,
  phone_alt1: 15,
  phone_alt2: 15,
};

/** Fields that hold one letter, with those that the documents name. */
export const letterFields: Readonly<Record<string, readonly string[]>> = {
  email_deliv_opt: ["H", "T"],
  acct_access_level: ["F", "R"],
};

export const flagFields = ["email_optout", "text_on_mobile_phone"];
export const otherInfo = Array.from({ length: 20 }, (_, index) => `other_info_${index + 1}`);

/** What no text field takes. */
export const notText: readonly unknown[] = [["a"], { a: 1 }, true, 5];
export const notFlags: readonly unknown[] = [2, -1, "2", "x", 0.5, [1], { a: 1 }];
export const impossibleDates = ["2015-02-30", "2023-02-29", "1900-02-29", "1990-04-31", "1990-13-01", "1990-00-10", "1990-01-00"];
export const notDates: readonly unknown[] = ["yesterday", "01/02/1990", "1990", ["1990-01-01"], { a: 1 }, true];

/** An e-mail of so many characters. */
export function longEmail(length: number, start: string): string {
  const domain = `${"d".repeat(50)}.example`;
  return `${start.padEnd(length - domain.length - 1, "x")}@${domain}`;
}

/** A customer with every field, each as long as it may be; the letter keeps two such apart. */
export function fullCustomer(letter: string): Record<string, unknown> {
  const long = (lengths: Readonly<Record<string, number>>, fill: string) =>
    Object.fromEntries(Object.entries(lengths).map(([field, length]) => [field, fill.repeat(length)]));
  return {
    ...long(textFields, letter),
    ...long(phoneFields, "5"),
    email: longEmail(100, `full${letter}`),
    birth_date: "1972-02-29",
    gender: "M",
    email_optout: 1,
    email_deliv_opt: "T",
    text_on_mobile_phone: 1,
    name_type: "I",
    acct_access_level: "R",
    alt_id_array: [{ alt_id_type: "MSCRM", alt_id: letter.repeat(50), alt_id_comment: letter.repeat(100) }],
  };
}

export const fullOtherInfo = (letter: string): Record<string, unknown> =>
  Object.fromEntries(otherInfo.map((name, index) => [name, letter.repeat(81 + index)]));
