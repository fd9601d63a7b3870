import { assertRefused, type Client, freshRef, newCustomer, type PdmAnswer, type Values } from "./support.ts";

/** customer's text fields with the most characters that each may have, in the order of delivery.md's table. */
export const customerTexts: Readonly<Record<string, number>> = {
  external_customer_ref: 50,
  title: 12,
  first_name: 50,
  last_name: 50,
  "address.line_1": 50,
  "address.city": 50,
  "address.postal_code": 20,
  email_address: 250,
  tel_number_1: 50,
  tel_number_2: 50,
};
export const requiredOfCustomer = ["first_name", "last_name", "address.line_1", "address.city", "address.postal_code"];
export const optionalOfCustomer = [
  "external_customer_ref",
  "title",
  "gender",
  "dob",
  "address.line_2",
  "address.line_3",
  "address.county",
  "email_address",
  "tel_number_1",
  "tel_number_2",
];
/** delivery's text fields with the most characters, in the order of delivery.md's table; those of items are of the first one. */
export const deliveryTexts: Readonly<Record<string, number>> = {
  external_delivery_ref: 50,
  "items[0].item_ref": 50,
  "items[0].description": 150,
  "items[0].pack_size": 50,
  notes: 250,
};

export const notTexts: readonly unknown[] = [5, 1.5, true, false, ["a"], { a: 1 }, []];
export const notIntegers: readonly unknown[] = ["abc", "1", true, false, [1], { a: 1 }];
export const notBooleans: readonly unknown[] = ["true", "yes", "1", [true], { a: 1 }];
export const notObjects: readonly unknown[] = ["a", 5, true, [], [{}]];
export const notArrays: readonly unknown[] = ["a", 5, true, { 0: {} }];
export const notDates = [
  "2023-02-29",
  "2100-02-29",
  "1990-04-31",
  "1990-13-01",
  "1990-00-10",
  "1990-01-00",
  "1990-01-32",
  "1990-1-1",
  "19900101",
  "01/02/1990",
  "1990-01-01T00:00:00Z",
  "1990-01-01 00:00:00",
  "yesterday",
  "1990",
];

/** A text of so many characters; of two UTF-16 units each when it is wide. An e-mail's are those of an address. */
export function text(field: string, length: number, wide = false): string {
  if (!field.endsWith("email_address")) {
    const unique = /_ref$/.test(field) ? freshRef() : "";
    return unique + (wide ? "😀" : "x").repeat(length - unique.length);
  }
  const start = `${freshRef()}@`;
  const labels = `${"d".repeat(50)}.`.repeat(5);
  return `${start}${labels.slice(-(length - start.length - 7)).replace(/^\./, "d")}example`;
}

// biome-ignore lint/suspicious/noExplicitAny: it goes down whatever is there
const down = (at: any, step: string) => at[step];
const stepsOf = (path: string): string[] => path.split(/[.[\]]+/).filter(Boolean);

/** The object with a member at a path as in address.line_1 or items[0].quantity; undefined takes it out. */
export function withField(base: Values, path: string, value: unknown): Values {
  const copy = structuredClone(base);
  const steps = stepsOf(path);
  const last = steps.pop()!;
  const holder = steps.reduce(down, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

/** The member at such a path. */
export const fieldOf = (base: Values, path: string): unknown => stepsOf(path).reduce(down, base);

/** A customer with every field. */
export const fullCustomer = (): Values => ({
  external_customer_ref: freshRef(),
  title: "Dr",
  first_name: "Fay",
  last_name: "Full",
  gender: "Female",
  dob: "1972-02-29",
  address: { line_1: "1", line_2: "2", line_3: "3", city: "City", county: "County", postal_code: "PC1" },
  email_address: `${freshRef()}@example.com`,
  tel_number_1: "555 0001",
  tel_number_2: "555 0002",
  active: true,
});

/** What CreateCustomer and ModifyCustomer share: each sends a customer of its own with what the test gives at a path. */
export const customerCalls: readonly { call: string; send(by: Client, path: string, value: unknown): Promise<PdmAnswer> }[] = [
  {
    call: "CreateCustomer",
    send: (by, path, value) => by.call("CreateCustomer", { customer: withField(newCustomer(), path, value) }),
  },
  {
    call: "ModifyCustomer",
    async send(by, path, value) {
      const created = await by.createCustomer();
      const { customer_id } = created.json.customer;
      return by.call("ModifyCustomer", { customer: withField(newCustomer({ customer_id }), path, value) });
    },
  },
];

/** Asserts a refusal that names one field of customer or delivery. */
export const refusedField = (answer: PdmAnswer, code: number | readonly number[], field: string): void =>
  assertRefused(answer, code, [field]);
