import type { Command } from "../command.ts";
import { addValue } from "./add_value.ts";
import { atsExtTestPolling } from "./ats_ext_test_polling.ts";
import { customerAdd } from "./customer_add.ts";
import { customerQuery } from "./customer_query.ts";
import { customerUpdate } from "./customer_update.ts";
import { eventDetails } from "./event_details.ts";
import { eventPriceInfo } from "./event_price_info.ts";
import { eventSearch } from "./event_search.ts";
import { getAccountsWithSales } from "./get_accounts_with_sales.ts";
import { getAccountsWithUpdates } from "./get_accounts_with_updates.ts";
import { getAcctRep } from "./get_acct_rep.ts";
import { getAttendance } from "./get_attendance.ts";
import { getAttendanceIncremental } from "./get_attendance_incremental.ts";
import { getAvBarcodes } from "./get_av_barcodes.ts";
import { getAvailSeats } from "./get_avail_seats.ts";
import { getEventManifest } from "./get_event_manifest.ts";
import { getEventPriceCodeUpdates } from "./get_event_price_code_updates.ts";
import { getEventsWithSales } from "./get_events_with_sales.ts";
import { getSeatsOnAccount } from "./get_seats_on_account.ts";
import { getSeatsOnAccountReserved } from "./get_seats_on_account_reserved.ts";
import { getSthStatus } from "./get_sth_status.ts";
import { getTicketSales } from "./get_ticket_sales.ts";
import { ping } from "./ping.ts";
import { redeemValue } from "./redeem_value.ts";
import { scan } from "./scan.ts";
import { seatsSold } from "./seats_sold.ts";
import { serviceChargeDetails } from "./service_charge_details.ts";
import { systemOptions } from "./system_options.ts";
import { updateAcctMemo } from "./update_acct_memo.ts";
import { verifyBarcode } from "./verify_barcode.ts";
import { verifyTicketInItemSet } from "./verify_ticket_in_item_set.ts";

/** Every command of this protocol, in the order of its page in docs/. */
export const commands: readonly Command[] = [
  ping,
  atsExtTestPolling,
  serviceChargeDetails,
  systemOptions,
  customerAdd,
  customerUpdate,
  customerQuery,
  seatsSold,
  getSeatsOnAccount,
  getSeatsOnAccountReserved,
  getAcctRep,
  getSthStatus,
  verifyTicketInItemSet,
  updateAcctMemo,
  getTicketSales,
  eventDetails,
  eventSearch,
  eventPriceInfo,
  getAvailSeats,
  getEventManifest,
  getEventsWithSales,
  getAccountsWithSales,
  getAccountsWithUpdates,
  getEventPriceCodeUpdates,
  getAttendance,
  getAttendanceIncremental,
  getAvBarcodes,
  verifyBarcode,
  scan,
  addValue,
  redeemValue,
];

const byName = new Map(commands.map((command) => [command.name, command]));

/** The command of a name, compared without case. */
export function findCommand(name: string): Command | undefined {
  return byName.get(name.trim().toLowerCase());
}
