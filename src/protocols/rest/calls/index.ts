import type { NativeCall } from "../call.ts";
import { deleteLock, getAccount, listCustomerAccounts, postAccountCustomer, putLock } from "./accounts.ts";
import { partCalls } from "./campaign-parts.ts";
import {
  getCampaign,
  listCampaigns,
  patchCampaign,
  postActivate,
  postCampaign,
  postDeactivate,
  removeCampaign,
} from "./campaigns.ts";
import { getAudit, getChanges, getReads } from "./changes.ts";
import { deletePin, putEmailState, putPin } from "./customer-staff.ts";
import { listBalances, listCustomerTransactions, postCustomerTransaction } from "./customer-transactions.ts";
import { getCustomer, listCustomers, patchCustomer, postCustomer } from "./customers.ts";
import { getDelivery, listDeliveries, patchDelivery, postDelivery } from "./deliveries.ts";
import { deleteKey, getKey, listKeys, postKey } from "./keys.ts";
import { getLoyaltyAccounts, patchLoyaltyAccount, postLoyaltyAccount } from "./loyalty-accounts.ts";
import { listLoyaltyUsers, postLoyaltyUser } from "./loyalty-users.ts";
import { getMerge, listCustomerMerges, postMerge, postMergeUndo } from "./merges.ts";
import { getOrganisation, listOrganisations, postBranch } from "./organisations.ts";
import { getCustomersReport, getTransactionsReport } from "./reports.ts";
import { deleteBehaviour, getBehaviour, putBehaviour } from "./sandbox-behaviour.ts";
import { deleteCalls, getCalls } from "./sandbox-calls.ts";
import { deleteClock, getClock, putClock } from "./sandbox-clock.ts";
import { getKeys } from "./sandbox-keys.ts";
import { catalogueCalls } from "./ticketing-catalogue.ts";
import { listManifestSeats, postManifestImport } from "./ticketing-manifests.ts";
import { getOrder, postOrder } from "./ticketing-orders.ts";
import { listEventSeats } from "./ticketing-seat-list.ts";
import { seatCalls } from "./ticketing-seats.ts";
import { setUpCalls } from "./ticketing-set-up.ts";
import { getTransaction, listTransactions, postTransactionDelete } from "./transactions.ts";

/** Every call of the native API. */
export const calls: readonly NativeCall[] = [
  getClock,
  putClock,
  deleteClock,
  getKeys,
  getBehaviour,
  putBehaviour,
  deleteBehaviour,
  getCalls,
  deleteCalls,
  listCustomers,
  postCustomer,
  getCustomer,
  patchCustomer,
  listOrganisations,
  getOrganisation,
  postBranch,
  getLoyaltyAccounts,
  postLoyaltyAccount,
  patchLoyaltyAccount,
  listLoyaltyUsers,
  postLoyaltyUser,
  listKeys,
  postKey,
  getKey,
  deleteKey,
  getChanges,
  getAudit,
  getReads,
  putPin,
  deletePin,
  putEmailState,
  listCustomerAccounts,
  getAccount,
  postAccountCustomer,
  putLock,
  deleteLock,
  listDeliveries,
  postDelivery,
  getDelivery,
  patchDelivery,
  postMerge,
  listCustomerMerges,
  getMerge,
  postMergeUndo,
  listCampaigns,
  postCampaign,
  getCampaign,
  patchCampaign,
  removeCampaign,
  postActivate,
  postDeactivate,
  ...partCalls,
  listBalances,
  listCustomerTransactions,
  postCustomerTransaction,
  listTransactions,
  getTransaction,
  postTransactionDelete,
  getCustomersReport,
  getTransactionsReport,
  ...catalogueCalls,
  ...setUpCalls,
  listManifestSeats,
  postManifestImport,
  listEventSeats,
  ...seatCalls,
  postOrder,
  getOrder,
];
