import { isEmail } from "../../core/identity/email.ts";
import type { AccountInput, Detail } from "../../core/loyalty/details.ts";
import { isCoalition } from "../../core/loyalty/ledger/coalition.ts";
import { localTime } from "../../platform/clock.ts";
import type { accountInput, accountOutput } from "./account-fields.ts";
import type { CallContext } from "./call.ts";
import { fail } from "./failures.ts";
import type { Values } from "./fields.ts";
import { glyphOf } from "./glyph.ts";
import type { Answer } from "./output.ts";
import { languageNames, languageOf, offsetOf } from "./user-mapping.ts";

/** Wire name to the core's. */
const detailNames = {
  biz_name: "businessName",
  biz_address1: "businessAddress1",
  biz_address2: "businessAddress2",
  biz_city: "businessCity",
  biz_state: "businessRegion",
  biz_zip: "businessPostalCode",
  biz_country: "businessCountry",
  contact_first_name: "contactGivenName",
  contact_last_name: "contactFamilyName",
  contact_phone: "contactPhone",
  agency: "agency",
  client_email: "clientEmail",
  referrer_name: "referrer",
} as const satisfies Partial<Record<keyof typeof accountInput, Detail>>;

type Sent = Values<typeof accountInput>;

/** What was sent of the account, as the core's input. Fails with an address that is none, and with what is the organisation's and differs. */
export function accountFromWire(values: Sent, context: CallContext): AccountInput {
  for (const field of ["contact_email", "client_email"] as const)
    if (values[field] && !isEmail(values[field])) fail("no-email", { field });
  refuseOrganisations(values, context);
  const details: Partial<Record<Detail, string | null>> = {};
  for (const [wire, name] of Object.entries(detailNames)) {
    const value = values[wire as keyof typeof detailNames];
    if (value !== undefined) details[name] = value;
  }
  const password = values.account_password;
  return {
    details,
    language: languageOf(values.language_selector),
    ownerEmail: values.contact_email,
    password: password ? { userName: context.user.userName, value: password } : undefined,
  };
}

/** Currency and time zone are the whole organisation's: a client may send back what it was told, and nothing else. */
function refuseOrganisations(values: Sent, { core, organisation }: CallContext): void {
  const { symbol_selector: symbol, timezone_selector: zone } = values;
  const symbols = [organisation.currency, glyphOf(organisation.currency)];
  if (symbol !== undefined && !symbols.includes(symbol.toUpperCase())) fail("not-changeable", { field: "symbol_selector" });
  const offset = offsetOf(organisation.timeZone, core.clock.now());
  if (zone !== undefined && zone !== organisation.timeZone && Number(zone) !== Number(offset))
    fail("not-changeable", { field: "timezone_selector" });
}

/** The account as the wire's. */
export function accountToWire({ core, account, accountId, organisation }: CallContext): Answer<typeof accountOutput> {
  const { details } = account;
  const told = Object.entries(detailNames).map(([wire, name]) => [wire, details[name] ?? null]);
  return {
    ...Object.fromEntries(told),
    account_id: accountId,
    biz_name: details.businessName ?? organisation.name,
    contact_email: account.ownerEmail,
    language: languageNames[account.language],
    symbol: organisation.currency,
    glyph: glyphOf(organisation.currency),
    timezone: offsetOf(organisation.timeZone, core.clock.now()),
    coalition: isCoalition(account) ? "Yes" : "No",
    created: localTime(organisation.timeZone, account.createdAt),
  };
}
