import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import { addTicketingClone, addTicketingMembers, addTicketingPublish, addTicketingWays } from "./ticketing-events.ts";
import { addImportManifest, addImportPrices, addImportTickets } from "./ticketing-import.ts";
import {
  addTicketingChange,
  addTicketingCreate,
  addTicketingFields,
  addTicketingList,
  addTicketingRemove,
  addTicketingShow,
} from "./ticketing-things.ts";

/** The commands of `willcall ticketing`, and of `willcall ticketing import`, which `imports` makes. */
export function addTicketing(
  ticketing: Command,
  imports: (parent: Command) => Command,
  terminal: () => Terminal,
  ended: (status: number) => void,
): void {
  addTicketingFields(ticketing, terminal);
  addTicketingList(ticketing, terminal);
  addTicketingShow(ticketing, terminal);
  addTicketingCreate(ticketing, terminal);
  addTicketingChange(ticketing, terminal);
  addTicketingRemove(ticketing, terminal);
  addTicketingMembers(ticketing, terminal);
  addTicketingPublish(ticketing, terminal);
  addTicketingWays(ticketing, terminal);
  addTicketingClone(ticketing, terminal);
  const importing = imports(ticketing);
  addImportManifest(importing, terminal);
  addImportPrices(importing, terminal);
  addImportTickets(importing, terminal, ended);
}
