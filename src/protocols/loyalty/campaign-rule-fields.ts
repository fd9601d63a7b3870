import { choice, int, marked, required, text } from "./fields.ts";

const seen = <const F extends Parameters<typeof marked>[1]>(field: F): F => marked("observed", field);
const units = ["days", "months", "years"] as const;
const count = int("After how many of the intervals", 1, 1_000);
const id = int("By its id", 1, 2_147_483_647);

const depreciation = {
  depreciation_type: seen(
    choice(["T", "L"], "T: counted from each transaction; L: from the customer's last activity, which sets the clock back"),
  ),
  depreciation_interval: seen(count),
  depreciation_interval_type: seen(choice(units, "What the intervals are")),
  depreciation_percentage: seen(text("How much is lost, in percent: above 0 and up to 100", 64)),
} as const;

const fee = {
  fee_interval: seen(count),
  interval_type: seen(choice(units, "What the intervals are")),
  fee_amount: seen(text("What is taken: of giftcard and earned money, else a whole number", 64)),
  fee_description: seen(text("What it is for")),
} as const;

/** What a depreciation is made with. */
export const newDepreciation = {
  depreciation_type: required(depreciation.depreciation_type),
  depreciation_interval: required(depreciation.depreciation_interval),
  depreciation_interval_type: required(depreciation.depreciation_interval_type),
  depreciation_percentage: required(depreciation.depreciation_percentage),
} as const;

/** Which depreciation is meant. */
export const depreciationKey = { depreciation_id: required(seen(id)) } as const;

/** What can be changed of it; what is not sent stays. */
export const depreciationInput = { ...depreciationKey, ...depreciation } as const;

/** What a fee is made with. */
export const newFee = {
  fee_interval: required(fee.fee_interval),
  interval_type: required(fee.interval_type),
  fee_amount: required(fee.fee_amount),
  fee_description: fee.fee_description,
} as const;

/** Which fee is meant. */
export const feeKey = { fee_id: required(seen(id)) } as const;

/** What can be changed of it; what is not sent stays. */
export const feeInput = { ...feeKey, ...fee } as const;
