import type { Command } from "../command.ts";
import { atsExtTestPolling } from "./ats_ext_test_polling.ts";
import { customerAdd } from "./customer_add.ts";
import { customerQuery } from "./customer_query.ts";
import { customerUpdate } from "./customer_update.ts";
import { getTicketSales } from "./get_ticket_sales.ts";
import { ping } from "./ping.ts";

/** Every command of this protocol, in the order of its page in docs/. */
export const commands: readonly Command[] = [ping, atsExtTestPolling, customerAdd, customerUpdate, customerQuery, getTicketSales];

const byName = new Map(commands.map((command) => [command.name, command]));

/** The command of a name, compared without case. */
export function findCommand(name: string): Command | undefined {
  return byName.get(name.trim().toLowerCase());
}
