import fc from "fast-check";

/** Values that trip careless code: wrong types, bounds, characters, names that mean something to JavaScript. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -0,
    2147483647,
    2147483648,
    9007199254740994,
    "",
    " ",
    "0",
    "-1",
    "1e3",
    "NaN",
    "null",
    "true",
    [],
    {},
    [[]],
    [null],
    [{}],
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "%00",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udfff\ud800",
    "😀".repeat(60),
    "\u202etxet",
    "\r\nset-cookie: x=1",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    "x".repeat(300),
    "x".repeat(70_000),
    "\u{1F1E6}".repeat(40),
    "ﬀ".repeat(100),
    "é".repeat(41),
    "2016-02-30",
    "0000-00-00",
    "9999-12-31",
    "2016-1-1",
    "20160101",
    "a@b",
    "a@b.c",
    `${"a".repeat(95)}@b.co`,
    { toString: "x" },
    { __proto__: { admin: 1 } },
    { constructor: 1 },
  ),
  fc.anything({ maxDepth: 2, maxKeys: 4, withNullPrototype: false }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.double(),
);

const names = [
  "cmd",
  "ref",
  "uid",
  "pwd",
  "dsn",
  "site_name",
  "call_reason",
  "pin",
  "new_pin",
  "lock_account",
  "name_type",
  "customer",
  "acct_id",
  "email",
  "alt_id",
  "alt_id_type",
  "cust_name_id",
  "other_info_1",
  "other_info_20",
  "other_info_21",
  "additional_params",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "CUSTOMER",
  "Pin",
];
const customerNames = [
  "acct_id",
  "cust_name_id",
  "name_first",
  "name_last",
  "company_name",
  "zip",
  "state",
  "phone_day",
  "phone_fax",
  "email",
  "birth_date",
  "gender",
  "email_optout",
  "email_deliv_opt",
  "name_type",
  "acct_access_level",
  "alt_id_array",
  "ext_system_id_1",
  "__proto__",
  "constructor",
  "valueOf",
];

const good = fc.constantFrom<Record<string, unknown>>(
  { cmd: "ping" },
  { cmd: "customer_query", acct_id: 12345, call_reason: "S" },
  { cmd: "customer_query", email: "doglover@invalid.null", pin: "2468" },
  { cmd: "customer_query", alt_id: "secondary11", alt_id_type: "OUT", call_reason: "S" },
  { cmd: "customer_add", pin: "1", customer: { name_last: "Fuzz" } },
  {
    cmd: "customer_update",
    call_reason: "S",
    customer: { acct_id: 4444, name_last: "Fuzz", alt_id_array: [{ alt_id_type: "OUT", alt_id: "f" }] },
  },
  { cmd: "customer_update", pin: "4444", lock_account: "U", customer: { acct_id: 4444 } },
);

/** A command that is nearly right: some of its members, or of its customer's, are something else. */
const command = fc
  .tuple(
    good,
    fc.dictionary(fc.constantFrom(...names), hostile, { maxKeys: 2 }),
    fc.dictionary(fc.constantFrom(...customerNames), hostile, { maxKeys: 2 }),
    fc.array(fc.dictionary(fc.constantFrom("alt_id", "alt_id_type", "alt_id_comment", "alt_id_action"), hostile), {
      maxLength: 2,
    }),
  )
  .map(([base, over, inside, altIds]) => {
    const customer = base.customer && {
      ...(base.customer as object),
      ...(inside as object),
      ...(altIds.length ? { alt_id_array: altIds } : {}),
    };
    return { uid: "user99", dsn: "apigee", ...base, ...(customer ? { customer } : {}), ...(over as object) };
  });

/** A body: nearly right ones, any JSON, any text. */
export const body: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(command, fc.option(command), fc.option(hostile))
      .map(([one, two, header]) =>
        stringify({ ...(header === null ? {} : { header }), command1: one, ...(two === null ? {} : { command2: two }) }),
      ),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 500 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "{",
      "[]",
      "null",
      '"x"',
      "{}",
      '{"command1":1}',
      '{"command1":{},"command0":{}}',
      `${'{"a":'.repeat(70)}1${"}".repeat(70)}`,
      "[".repeat(200_000),
      '{"command1":{"cmd":"ping","cmd":1}}',
      "\ufeff{}",
    ),
  },
);

/** What JSON.stringify refuses, as JSON all the same. */
function stringify(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" || typeof inner === "symbol" ? String(inner) : inner)) ??
    "undefined"
  );
}

const pathPart = fc.oneof(
  fc.constantFrom(
    "sth-buy",
    "STH-Customer",
    "sth-nothing",
    "ats",
    "archtics/ats",
    "archticsservices",
    "..",
    "%2e%2e",
    "%00",
    "%",
    "%zz",
    "",
    "a".repeat(300),
  ),
  fc.webSegment(),
);

/** A path with its query; printable, as a client's library would send it. */
export const path: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constant("/sth-buy/ticketing_services.aspx?dsn=apigee") },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        pathPart,
        fc.constantFrom("ticketing_services.aspx", "TICKETING_SERVICES.ASPX"),
        fc.constantFrom(
          "",
          "?dsn=apigee",
          "?DSN=%20Apigee%20",
          "?dsn=",
          "?dsn=%00",
          "?dsn=a&dsn=b",
          `?${"d=1&".repeat(500)}`,
          "?apikey=willcall-sandbox&dsn=apigee",
          "?dsn=%ff",
        ),
      )
      .map(([folder, file, query]) => `/${folder}/${file}${query}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("/", "/metrics", "/healthz", "/readyz", "/openapi.json", "//", "/archtics-gateway", "/api.php"),
        fc.webQueryParameters(),
      )
      .map(([one, query]) => `${one}?${query}`),
  },
  { weight: 1, arbitrary: fc.webPath({ size: "medium" }).map((one) => one || "/") },
);

const value = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 200 })
  .filter((one) => !/[\x7f]/.test(one));

/** Headers: the right key mostly, and others that are hostile but can be sent. */
export const headers: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    fc.constantFrom<Record<string, string>>(
      { apikey: "willcall-sandbox" },
      { apikey: "willcall-sandbox" },
      { "x-api-key": "willcall-sandbox" },
      { apikey: "wrong" },
      {},
    ),
    fc.dictionary(
      fc.constantFrom(
        "content-type",
        "content-encoding",
        "accept",
        "origin",
        "x-forwarded-for",
        "forwarded",
        "cookie",
        "authorization",
        "x-request-id",
        "host",
        "accept-encoding",
        "if-match",
      ),
      value,
      { maxKeys: 3 },
    ),
  )
  .map(([key, more]) => ({ ...more, ...key }));

export const method = fc.oneof(
  { weight: 9, arbitrary: fc.constant("POST") },
  { weight: 1, arbitrary: fc.constantFrom("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PROPFIND") },
);
