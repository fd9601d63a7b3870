import { commandRequest, done } from "../support/requests.ts";

const request = commandRequest({
  cmd: "customer_add",
  customer: {
    name_first: "Lisa",
    name_mi: "Y",
    name_last: "Smith#########",
    street_addr_1: "2324 Rosedown Drive",
    city: "Reston",
    state: "VA",
    zip: "20151",
    country: "USA",
    phone_day: "7031112222",
    phone_cell: "5711112222",
    email: "new#########@bench.invalid",
    birth_date: "1966-01-01",
    gender: "F",
    name_type: "I",
  },
  pin: "24681357",
});

/** A new customer with a PIN, as a web shop adds them. */
export const customerAdd = { request, expect: done } as const;
