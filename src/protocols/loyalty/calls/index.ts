import type { LoyaltyCall } from "../call.ts";
import { accountInfo } from "./account_info.ts";
import { accountUpdate } from "./account_update.ts";
import { batchTransactions } from "./batch_transactions.ts";
import { buyxItemsList } from "./buyx_items_list.ts";
import { campaignDeactivate } from "./campaign_deactivate.ts";
import { campaignDelete } from "./campaign_delete.ts";
import { campaignDepreciations } from "./campaign_depreciations.ts";
import { campaignFeeDelete } from "./campaign_fee_delete.ts";
import { campaignFeeNew } from "./campaign_fee_new.ts";
import { campaignFeeUpdate } from "./campaign_fee_update.ts";
import { campaignFees } from "./campaign_fees.ts";
import { campaignNew } from "./campaign_new.ts";
import { campaignPromos } from "./campaign_promos.ts";
import { campaignReactivate } from "./campaign_reactivate.ts";
import { campaignRewards } from "./campaign_rewards.ts";
import { campaignUpdate } from "./campaign_update.ts";
import { campaignUsers } from "./campaign_users.ts";
import { campaignsInactiveList } from "./campaigns_inactive_list.ts";
import { campaignsList } from "./campaigns_list.ts";
import { cardReplace } from "./card_replace.ts";
import { customerBalance } from "./customer_balance.ts";
import { customerDelete } from "./customer_delete.ts";
import { customerFind } from "./customer_find.ts";
import { customerInfo } from "./customer_info.ts";
import { customerSearch } from "./customer_search.ts";
import { customersBatch } from "./customers_batch.ts";
import { depreciationDelete } from "./depreciation_delete.ts";
import { depreciationNew } from "./depreciation_new.ts";
import { depreciationUpdate } from "./depreciation_update.ts";
import { generateCardNumber } from "./generate_card_number.ts";
import { generateTimeToken } from "./generate_time_token.ts";
import { manageFields } from "./manage_fields.ts";
import { recordActivity } from "./record_activity.ts";
import { recordCustomerCall } from "./record_customer.ts";
import { redeem } from "./redeem.ts";
import { reports } from "./reports.ts";
import { transactionDelete } from "./transaction_delete.ts";
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
  batchTransactions,
  redeem,
  transactionDelete,
  customerBalance,
  reports,
  campaignNew,
  campaignUpdate,
  campaignDelete,
  campaignsList,
  campaignsInactiveList,
  campaignDeactivate,
  campaignReactivate,
  campaignRewards,
  campaignPromos,
  buyxItemsList,
  depreciationNew,
  depreciationUpdate,
  depreciationDelete,
  campaignDepreciations,
  campaignFeeNew,
  campaignFeeUpdate,
  campaignFeeDelete,
  campaignFees,
  campaignUsers,
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
