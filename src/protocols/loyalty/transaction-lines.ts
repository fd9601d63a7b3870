import { readFields } from "../../core/loyalty/fields.ts";
import type { BatchEntry, BatchOutcome } from "../../core/loyalty/ledger/batch.ts";
import { plainDraft } from "../../core/loyalty/ledger/plain.ts";
import { usableCampaign } from "../../core/loyalty/ledger/record.ts";
import { findMember } from "../../core/loyalty/members.ts";
import { recordCustomer } from "../../core/loyalty/record.ts";
import { Refusal } from "../../core/refusal.ts";
import { today } from "../../core/today.ts";
import { dayIn, instantIn, isCalendarDay } from "../../platform/clock.ts";
import type { BatchLine } from "./batch-lines.ts";
import type { CallContext } from "./call.ts";
import { recordInput } from "./customer-fields.ts";
import { inputFromWire } from "./customer-mapping.ts";
import { decode } from "./decode.ts";
import { Fault, fail, faultOf } from "./failures.ts";
import { wirePermission } from "./permissions.ts";
import { say } from "./texts/text.ts";
import { campaignKeyOf, memberOf, transactionFieldValues } from "./transacting.ts";

/** What a column of batch_transactions may be; custom_field_# besides. */
export const columnNames = [
  "campaign_id",
  "code",
  "card_number",
  "redeemed",
  "amount",
  "service_product",
  "date",
  "authorization",
] as const;

const mostColumns = 50;
const longest = 255;

export interface BatchSettings {
  /** What each column is; undefined: passed over. */
  readonly columns: readonly (string | undefined)[];
  readonly campaignId: string | undefined;
  readonly applyRatio: boolean;
}

/** What has become of a batch so far. */
export interface Told {
  recorded: number;
  created: number;
  readonly members: Set<string>;
  readonly errors: { line: number; error: string }[];
}

/** What each column is. Fails with missing, unknown-column, column-twice and too-many-columns. */
export function columnsOf(
  headers: Readonly<Record<string, string | null>>,
  campaignId: string | undefined,
): (string | undefined)[] {
  const columns: (string | undefined)[] = [];
  for (const [number, sent] of Object.entries(headers)) {
    const field = `visits_header_${number}`;
    const id = sent?.toLowerCase() ?? "none";
    if (Number(number) > mostColumns) fail("too-many-columns", { field, max: mostColumns });
    if (id === "none") {
      columns[Number(number) - 1] ??= undefined;
      continue;
    }
    if (!columnNames.includes(id as never) && !/^custom_field_[1-9]\d{0,8}$/.test(id))
      fail("unknown-transaction-column", { field, id });
    if (columns.includes(id)) fail("column-twice", { field, id });
    columns[Number(number) - 1] = id;
  }
  if (columns.every((one) => one === undefined)) fail("missing", { field: "visits_header_1" });
  if (!columns.includes("code") && !columns.includes("card_number")) fail("one-of-missing", { values: ["code", "card_number"] });
  if (!columns.includes("campaign_id") && campaignId === undefined) fail("missing", { field: "campaign_id" });
  return columns;
}

/** The transaction of a line; none when it can't be one, which is told. */
export async function entriesOf(
  context: CallContext,
  settings: BatchSettings,
  lines: readonly BatchLine[],
  told: Told,
): Promise<BatchEntry[]> {
  const entries: BatchEntry[] = [];
  for (const line of lines)
    try {
      entries.push(await entryOf(context, settings, line));
    } catch (error) {
      tellError(context, line.line, error, told);
    }
  return entries;
}

async function entryOf(
  context: CallContext,
  { columns, campaignId, applyRatio }: BatchSettings,
  { line, cells }: BatchLine,
): Promise<BatchEntry> {
  if (!cells) fail("quotes-open", { field: "Visits_Data" });
  if (cells.slice(columns.length).some((cell) => cell.trim() !== ""))
    fail("too-many-columns", { field: "Visits_Data", max: columns.length });
  const sent = new Map<string, string>();
  for (const [at, cell] of cells.entries()) if (columns[at] !== undefined) sent.set(columns[at], cell.trim());
  const of = (name: (typeof columnNames)[number]): string | undefined => {
    const value = sent.get(name) || undefined;
    return value !== undefined && [...value].length > longest ? fail("too-long", { field: name, max: longest }) : value;
  };
  const own = [...sent].flatMap(([name, value]) =>
    name.startsWith("custom_field_") ? [[name.slice(13), value || null] as const] : [],
  );
  const redeemed = redeemedOf(of("redeemed"));
  // The permission to import stands for those that lines need and the role lacks, not for those that were taken away from the user.
  const takes = redeemed || /^\s*-/.test(of("amount") ?? "");
  for (const needed of [redeemed ? undefined : "record-transaction", takes ? "redeem" : undefined] as const)
    if (needed && context.user.suppressed.includes(needed)) fail("not-permitted", { field: wirePermission(needed) });
  const occurredAt = instantOf(context, of("date"));
  const plain = {
    amount: of("amount") ?? null,
    item: of("service_product") ?? null,
    redeemed,
    byRatio: applyRatio,
    description: of("authorization") ?? null,
    customFields: await transactionFieldValues(context, Object.fromEntries(own)),
    occurredAt,
  };
  const { timeZone } = context.organisation;
  const day = occurredAt ? dayIn(timeZone, occurredAt) : today(context.core, timeZone);
  const id = of("campaign_id") ?? campaignId ?? fail("missing", { field: "campaign_id" });
  return {
    line,
    member: memberOf({ code: of("code"), card_number: of("card_number") }),
    campaign: campaignKeyOf(context, id),
    draft: (campaign) => plainDraft(campaign, plain, day),
  };
}

/** Whether a line takes; nothing is no. Fails with not-one-of. */
function redeemedOf(text = "N"): boolean {
  if (/^(y|yes|r|true|1)$/i.test(text)) return true;
  return /^(n|no|false|0)$/i.test(text) ? false : fail("not-one-of", { field: "redeemed", values: ["Y", "N"] });
}

/** When a line's transaction happened; null: now. Fails with no-date and date-ahead. */
function instantOf({ core, organisation }: CallContext, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const [, american, iso, time = "00:00"] =
    /^(?:(\d{1,2}\/\d{1,2}\/\d{4})|(\d{4}-\d{2}-\d{2}))(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? [];
  const [month = "", date = "", year = ""] = american?.split("/") ?? [];
  const day = iso ?? `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const [hours, minutes, seconds = "00"] = time.split(":");
  const isTime = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  if ((american ?? iso) === undefined || !isCalendarDay(day) || !isTime) fail("no-date", { field: "date" });
  const at = instantIn(organisation.timeZone, `${day}T${hours}:${minutes}:${seconds}`);
  return at > core.clock.now() ? fail("date-ahead", { field: "date" }) : at;
}

/** Makes the customers whom codes of the lines mean and who are not there. */
export async function newCustomers(context: CallContext, entries: readonly BatchEntry[], told: Told): Promise<void> {
  const { core, caller, account, organisation, user } = context;
  const may = (one: string) => !user.suppressed.includes(one);
  const fields = await readFields(core, caller.orgId, "customer");
  for (const { member, campaign, draft } of entries) {
    const { loyaltyCode: code, cardNumber: card } = member;
    try {
      if (await findMember(core, caller, member)) continue;
      // Nobody is made for a line that can't be recorded.
      draft(await usableCampaign(core, caller.orgId, campaign));
      const sent = new Map(
        Object.entries({ code, card_number: code === undefined ? card : undefined }).filter(
          (one): one is [string, string] => one[1] !== undefined,
        ),
      );
      const input = { ...inputFromWire(decode(recordInput, sent)), tellsOwner: false };
      await recordCustomer(core, caller, { account, organisation: organisation.name, fields, may }, "new", input);
      told.created++;
    } catch (error) {
      // The line itself is refused for it: there is no such customer, or there are several.
      if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
    }
  }
}

/** Notes what became of some lines. One that is neither recorded nor refused could not be read when the batch was first sent under its key. */
export function tell(
  context: CallContext,
  entries: readonly BatchEntry[],
  { recorded, refused }: BatchOutcome,
  told: Told,
): void {
  for (const { line, refusal, facts } of refused) tellError(context, line, new Refusal(refusal, facts), told);
  for (const { line, member } of entries)
    if (recorded.includes(line)) {
      told.recorded++;
      told.members.add(member.loyaltyCode === undefined ? `card ${member.cardNumber}` : `code ${member.loyaltyCode}`);
    } else if (!refused.some((one) => one.line === line))
      tellError(context, line, new Fault("idempotency-key-used", { field: "idempotency_key" }), told);
}

const names = { reward: "amount", item: "service_product", money: "amount" } as const;

/** Notes what was wrong with a line. What is not the line's own fault is thrown. */
export function tellError({ account }: CallContext, line: number, error: unknown, told: Told): void {
  const fault = faultOf(error, names);
  if (!fault || fault.http === 503) throw error;
  told.errors.push({ line, error: say(account.language, fault.text, fault.about) });
}
