import { availableParallelism, loadavg } from "node:os";
import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";
import { char, decimal, flag, integer } from "../fields.ts";

export const ping = defineCommand({
  name: "ping",
  product: "sth-customer",
  purpose: "Confirms that the server and its database answer, with figures of the process that answered.",
  family: "plain",
  input: commonInput,
  required: [],
  output: {
    ...commonOutput,
    system_available: flag("1: open for requests"),
    digit_available: flag("0: Willcall has no ticketing host behind it"),
    cpu_load: integer("Load of the machine over the last minute, in percent of its processors"),
    cpu_usage: decimal("Processor time that the process has used, in milliseconds"),
    db_connections: integer("Open database connections"),
    active_requests: integer("Requests being worked on, this one included"),
    unscheduled_requests: integer("Requests waiting for a database connection"),
    db_name: char(20, "The DSN"),
  },
  results: commonResults,
  codes: { missing: 9999, invalid: 9999 },
  async handle({ dsn, server }) {
    const { user, system } = process.cpuUsage();
    return {
      system_available: true,
      digit_available: false,
      cpu_load: Math.round(((loadavg()[0] ?? 0) / availableParallelism()) * 100),
      cpu_usage: (user + system) / 1000,
      db_connections: server.databaseConnections(),
      active_requests: server.activeRequests(),
      unscheduled_requests: server.unscheduledRequests(),
      db_name: dsn,
    };
  },
});
