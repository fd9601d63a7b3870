import type { LoyaltyCall } from "../call.ts";
import { accountInfo } from "./account_info.ts";
import { accountUpdate } from "./account_update.ts";
import { cardReplace } from "./card_replace.ts";
import { customerDelete } from "./customer_delete.ts";
import { customerFind } from "./customer_find.ts";
import { customerInfo } from "./customer_info.ts";
import { customerSearch } from "./customer_search.ts";
import { customersBatch } from "./customers_batch.ts";
import { generateCardNumber } from "./generate_card_number.ts";
import { generateTimeToken } from "./generate_time_token.ts";
import { manageFields } from "./manage_fields.ts";
import { recordActivity } from "./record_activity.ts";
import { recordCustomerCall } from "./record_customer.ts";
import { transactionFields } from "./transaction_fields.ts";
import { userDelete } from "./user_delete.ts";
import { userInfo } from "./user_info.ts";
import { userLogin } from "./user_login.ts";
import { userNew } from "./user_new.ts";
import { userUpdate } from "./user_update.ts";
import { usersList } from "./users_list.ts";
import { validateCustomerPassword } from "./validate_customer_password.ts";
import { validateTimeToken } from "./validate_time_token.ts";

/** Every call of the protocol, in the order in which a caller meets them. */
export const calls: readonly LoyaltyCall[] = [
  recordCustomerCall,
  generateCardNumber,
  customerInfo,
  customerSearch,
  customerFind,
  customerDelete,
  cardReplace,
  customersBatch,
  recordActivity,
  manageFields,
  transactionFields,
  validateCustomerPassword,
  generateTimeToken,
  validateTimeToken,
  userLogin,
  userInfo,
  usersList,
  userNew,
  userUpdate,
  userDelete,
  accountInfo,
  accountUpdate,
];

const byType = new Map(calls.flatMap((call) => [call.type, ...(call.aliases ?? [])].map((type) => [type, call])));

/** The call of a `type`, by its name or an older one. */
export function callOf(type: string): LoyaltyCall | undefined {
  return byType.get(type);
}
