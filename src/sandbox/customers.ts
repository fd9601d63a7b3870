import type { NewCustomer, NewWithoutAccount } from "../core/customers/add.ts";
import { blankCustomer } from "../core/customers/customer.ts";

type Seeded = Omit<NewCustomer, "imported" | "accountId"> & {
  readonly customerId: number;
  readonly accountId: number;
  readonly addedOn: string;
};

const otherInfo = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [String(i + 1), `acct info ${i === 9 ? 11 : i + 1}`]));

/** The customers of the sandbox's season tickets (decisions.md, section 5), whose samples are in the vendor's documents. */
export const sandboxCustomers: readonly Seeded[] = [
  {
    accountId: 12345,
    customerId: 162045,
    addedOn: "2010-08-27T16:00:00Z",
    pin: "2468",
    email: "doglover@invalid.null",
    data: {
      ...blankCustomer,
      title: "Ms.",
      givenName: "Lisa",
      middleName: "Y",
      familyName: "Smith",
      companyName: "chantilly",
      address1: "2324 rosedown dr.",
      address2: "123 main street",
      city: "Reston",
      region: "VA",
      postalCode: "20151",
      country: "USA.",
      phoneDay: "7031112222",
      phoneEvening: "7035556666",
      phoneFax: "7031112000",
      phoneMobile: "5711112222",
      phoneAlternate1: "5711111111",
      phoneAlternate2: "5712222222",
      birthDate: "1966-01-01",
      gender: "F",
      emailFormat: "html",
      textMessages: true,
    },
    alternateIds: [
      { action: "add", type: "MSCRM", value: "AAAABBBBCCCCDDDD", comment: "Comment #1" },
      { action: "add", type: "MSCRM", value: "abcdefghijklmn", comment: "comment 1" },
      { action: "add", type: "MSCRM", value: "EEEEEAAAABBBBCCCCDDDD", comment: "Comment #2" },
    ],
    externalId1: "1010",
    externalId2: "2000",
    otherInfo,
  },
  {
    accountId: 6,
    customerId: 2,
    addedOn: "2009-05-04T16:00:00Z",
    pin: "712554",
    email: "account6@invalid.null",
    data: { ...blankCustomer, givenName: "John", middleName: "Q", familyName: "Public" },
    alternateIds: [],
  },
  {
    accountId: 4444,
    customerId: 4444,
    addedOn: "2012-02-01T17:00:00Z",
    pin: "4444",
    email: null,
    data: { ...blankCustomer, givenName: "Neal", familyName: "Peart" },
    alternateIds: [],
  },
  {
    accountId: 100479,
    customerId: 1479,
    addedOn: "2014-09-15T16:00:00Z",
    pin: "1001",
    email: "seasonholder@invalid.null",
    data: { ...blankCustomer, givenName: "Sam", familyName: "Holder", city: "Newark", region: "NJ", country: "USA" },
    alternateIds: [],
  },
  {
    accountId: 1211,
    customerId: 1211,
    addedOn: "2015-03-20T16:00:00Z",
    pin: "1211",
    email: "secondary@invalid.null",
    data: { ...blankCustomer, givenName: "Sally", familyName: "Second" },
    alternateIds: [{ action: "add", type: "OUT", value: "secondary11", comment: null }],
  },
];

/** The customer of the sandbox's deliveries: seed 003's sample, every field. */
export function recipient(company: string): NewWithoutAccount {
  return {
    accountId: "none",
    pin: null,
    email: "joe@blogs.com",
    alternateIds: [],
    references: [{ company, value: "EXTREF164736" }],
    imported: { customerId: 1408, addedAt: new Date("2017-12-12T17:00:00Z"), changedAt: new Date("2017-12-14T17:00:00Z") },
    data: {
      ...blankCustomer,
      title: "Mr",
      givenName: "Joe",
      familyName: "Bloggs",
      gender: "M",
      birthDate: "1968-11-06",
      address1: "Test Address Line 1",
      address2: "Test Address Line 2",
      city: "Test City",
      region: "Test County",
      postalCode: "TT11 1TT",
    },
  };
}
