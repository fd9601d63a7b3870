import { Refusal } from "../../../core/refusal.ts";
import { barcodeFrom } from "../../../core/ticketing/access/attendance.ts";
import { admittedWrongly, outcomeText } from "../../../core/ticketing/access/outcomes.ts";
import { type AnsweredScan, gateEventNamed, recordScans, type ScanReport } from "../../../core/ticketing/access/scan.ts";
import { commonInput, commonOutput, commonResults, defineCommand, refuseCommand } from "../command.ts";
import { char, choice, type DecodedFields, digits, type EncodableFields, integer, list, moment } from "../fields.ts";
import { momentFromWire, yesNo } from "../wire.ts";

const one = {
  barcode: digits(20, "As it was read", "willcall"),
  direction: choice(["in", "out"], "in unless it is sent", "willcall"),
  action_time: moment("When, by the scanner's clock; now unless it is sent", "willcall"),
  gate: char(20, "Where; a ticket's own gate is asked for only when it is sent", "willcall"),
  scanner_ref: char(64, "The scanner's own number for it: sent again, it is answered as before and counts once", "willcall"),
  admitted: choice(["Y", "N"], "With offline Y: whether somebody was let through; Y unless it is sent", "willcall"),
} as const;

const answer = {
  seq_num: integer("Number of the scan", "willcall"),
  result_code: integer("0: admitted, or let out; otherwise why not (docs/entry.md)", "willcall"),
  result_type: char(40, "The same in words", "willcall"),
  acct_id: integer("Whose ticket it is", "willcall"),
  section_name: char(6, "Section", "willcall"),
  row_name: char(4, "Row", "willcall"),
  seat_num: integer("Seat", "willcall"),
  conflict_ind: char(
    1,
    "Y: was admitted offline although somebody else was on the same ticket, or without a right to it",
    "willcall",
  ),
  conflict_seq_num: integer("Number of the scan that it is in conflict with", "willcall"),
} as const;

const input = {
  ...commonInput,
  event_name: char(8, "The event that the gate is open for", "willcall"),
  ...one,
  scanner: char(32, "Which scanner it is", "willcall"),
  scanner_time: moment("What the scanner's clock shows now, so that its error is known and taken off", "willcall"),
  offline: choice(["Y", "N"], "Y: the scanner has decided by itself and tells it now", "willcall"),
  scans: list(one, "Several scans at once, in place of barcode", 1_000, "willcall"),
} as const;

const output = {
  ...commonOutput,
  ...answer,
  conflicts: integer("Of several: how many are in conflict", "willcall"),
  scans: list(
    { barcode: one.barcode, scanner_ref: one.scanner_ref, ...answer },
    "Of several: each, in the order sent",
    1_000,
    "willcall",
  ),
} as const;

/** What a call came to. */
interface Done {
  readonly several: boolean;
  readonly answers: readonly AnsweredScan[];
}

export const scan = defineCommand({
  name: "scan",
  product: "sth-buy",
  purpose:
    "Admits or refuses a ticket at a gate, or lets it out; a refusal at the gate is result 0 with a result_code. Also takes down, in batches, what scanners have decided while they were offline.",
  family: "plain",
  input,
  required: ["event_name"],
  output,
  results: {
    ...commonResults,
    5511: { meaning: "Required input is missing; error_detail names the field", mark: "willcall" },
  },
  codes: { missing: 5511, invalid: 9999 },
  wrote: (done) => doneToWire(done as Done),
  async handle({ core, caller }, values) {
    const reports = reportsOf(values, caller.timeZone, core.clock.now());
    const several = values.scans !== undefined;
    const scannerNow = values.scanner_time == null ? null : momentFromWire(caller.timeZone, values.scanner_time);
    const eventId = await gateEventNamed(core, caller.orgId, values.event_name!).catch((error) => {
      if (error instanceof Refusal) refuseCommand(9999, "event_name: no such event");
      throw error;
    });
    const answers = await recordScans(core, caller, { eventId, reports, scannerNow }, (all) => ({
      done: { several, answers: all },
    })).catch((error) => {
      if (error instanceof Refusal && error.refusal === "reference-in-use")
        refuseCommand(9999, `scanner_ref: was sent for another scan: ${error.facts.id}`);
      throw error;
    });
    return doneToWire({ several, answers });
  },
});

/** What a body reports. Refuses with 5511 and 9999. */
function reportsOf(values: DecodedFields<typeof input>, timeZone: string, now: Date): ScanReport[] {
  const { scans, barcode, scanner = null, offline } = values;
  if (scans && barcode) refuseCommand(9999, "scans: only in place of barcode");
  if (scans?.length === 0) refuseCommand(5511, "scans: required");
  const isOffline = offline === "Y";
  return (scans ?? [values]).map((report, index) => {
    const path = scans ? `scans[${index}].` : "";
    const { scanner_ref: scannerRef = null, action_time: time, gate = null } = report;
    if (!report.barcode) refuseCommand(5511, `${path}barcode: required`);
    // Without a reference nobody could tell a repeated report from another one.
    if (isOffline && !scannerRef) refuseCommand(5511, `${path}scanner_ref: required with offline Y`);
    if (isOffline && !time) refuseCommand(5511, `${path}action_time: required with offline Y`);
    if (scannerRef && !scanner) refuseCommand(5511, "scanner: required with scanner_ref");
    if (report.admitted && !isOffline) refuseCommand(9999, `${path}admitted: only with offline Y`);
    return {
      barcode: barcodeFrom(report.barcode!),
      direction: (report.direction ?? "in") as "in" | "out",
      at: time ? momentFromWire(timeZone, time) : undatedAt(values, timeZone, now),
      ...{ gate, scanner, scannerRef, offline: isOffline, admitted: report.admitted !== "N" },
    };
  });
}

/** Now, by the scanner's clock. */
function undatedAt({ scanner_time: time }: DecodedFields<typeof input>, timeZone: string, now: Date): Date {
  return time ? momentFromWire(timeZone, time) : now;
}

function doneToWire({ several, answers }: Done): EncodableFields<typeof output> {
  const wire = answers.map(answerToWire);
  if (!several) return wire[0]!;
  return {
    conflicts: wire.filter((each) => each.conflict_ind === "Y").length,
    scans: answers.map(({ barcode, scannerRef }, index) => ({ barcode, scanner_ref: scannerRef, ...wire[index]! })),
  };
}

function answerToWire(found: AnsweredScan): EncodableFields<typeof answer> {
  return {
    seq_num: found.scanId,
    result_code: found.code,
    result_type: outcomeText(found.code),
    acct_id: found.accountId,
    section_name: found.section,
    row_name: found.row,
    seat_num: found.seat,
    conflict_ind: yesNo(found.conflictsWith !== null || admittedWrongly(found)),
    conflict_seq_num: found.conflictsWith,
  };
}
