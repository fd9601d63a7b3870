/** A row of profileByAccount, by column. */
export type ProfileRow = readonly (string | number | boolean | null)[] & {
  readonly 34: [string, string, string, string | null, boolean][] | null;
  readonly 40: Record<string, string>;
  readonly 43: number[] | null;
};

/** The answer that ours gives for a row, written down by hand: no tables, no checks. */
export function answerOf(row: ProfileRow): object {
  const email = row[34]?.find((one) => one[0] === "email");
  const ids = row[34]?.filter((one) => one[0] === "alternate-id");
  const info = row[40];
  const given = (value: unknown) => value ?? undefined;
  const flag = (value: unknown) => (value === null ? undefined : value ? 1 : 0);
  return {
    command1: {
      cmd: "customer_query",
      result: 0,
      sql_code: 0,
      customer: {
        acct_id: row[35],
        cust_name_id: String(row[0]),
        name_first: given(row[5]),
        name_mi: given(row[6]),
        name_last: given(row[7]),
        title: given(row[8]),
        company_name: given(row[9]),
        street_addr_1: given(row[10]),
        street_addr_2: given(row[11]),
        city: given(row[13]),
        state: given(row[14]),
        zip: given(row[15]),
        country: given(row[16]),
        phone_day: given(row[17]),
        phone_eve: given(row[18]),
        phone_fax: given(row[19]),
        phone_cell: given(row[20]),
        phone_alt1: given(row[21]),
        phone_alt2: given(row[22]),
        email: email?.[2],
        birth_date: given(row[23]),
        gender: given(row[24]),
        ext_system_id_1: given(row[38]),
        ext_system_id_2: given(row[39]),
        email_optout: flag(row[25]),
        email_deliv_opt: row[26] === null ? undefined : row[26] === "html" ? "H" : "T",
        text_on_mobile_phone: flag(row[27]),
        name_type: row[4] === "company" ? "C" : "I",
        acct_access_level: row[28] === "restricted" ? "R" : "F",
        add_date: row[3],
        acct_type: row[36] === "business" ? "Business" : "Personal",
        owner_name: `${row[45]} ${row[46]}. ${row[47]}`,
        alt_id_array: ids?.length
          ? ids.map(([, type, id, comment]) => ({ alt_id_type: type, alt_id: id, alt_id_comment: given(comment) }))
          : undefined,
      },
      logon_attempts: row[42],
      change_pin: row[2] ? 1 : 0,
      other_info_1: info["1"],
      other_info_2: info["2"],
      account_nickname: given(row[51]),
      rec_status: row[37] === "active" ? "Active" : "Inactive",
      account_groups: row[43]?.map((group) => ({ account_group: String(group) })),
    },
    header: { ver: 1, src_sys_type: 2, src_sys_name: "bench", archtics_version: "V999", ats_version: "0.0.0", result: 0 },
  };
}
