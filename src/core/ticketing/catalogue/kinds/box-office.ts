import { choice, flag, money, reference, text } from "../field.ts";
import type { Kind } from "../kind.ts";

export const deliveryMethod: Kind = {
  name: "delivery-method",
  plural: "delivery-methods",
  title: "way of delivery",
  table: "delivery_methods",
  id: "delivery_method_id",
  key: "code",
  unique: { delivery_methods_code: "code" },
  fields: {
    code: text(4, "What callers name it by, as in TF", { required: true }),
    name: text(64, "What it is called", { required: true }),
    type: choice(["print", "mobile", "mail", "will-call", "card"], "What it comes to", { required: true }),
    online: flag("On in some way of buying online", true),
  },
};

export const paymentType: Kind = {
  name: "payment-type",
  plural: "payment-types",
  title: "type of payment",
  table: "payment_types",
  id: "payment_type_id",
  key: "code",
  unique: { payment_types_code: "code" },
  fields: {
    code: text(4, "What callers name it by, as in VI", { required: true }),
    description: text(64, "What it is called", { required: true }),
  },
};

export const serviceCharge: Kind = {
  name: "service-charge",
  plural: "service-charges",
  title: "service charge",
  table: "service_charges",
  id: "service_charge_id",
  key: "name",
  unique: { service_charges_name: "name" },
  fields: {
    name: text(40, "What it is called", { required: true }),
    description: text(255, "In full"),
    type: choice(["service", "delivery"], "What it is for", { required: true, fallback: "service" }),
    amount: money("How much", { required: true }),
    delivery_method_id: reference("delivery-method", "Of a delivery charge: the way of delivery that it is for"),
    active: flag("Whether it is charged", true),
  },
};

export const accountRep: Kind = {
  name: "account-rep",
  plural: "account-reps",
  title: "representative of an account",
  table: "account_reps",
  id: "account_rep_id",
  parent: "account_id",
  fields: {
    account_id: reference("account", "The account that is looked after", { required: true, fixed: true }),
    type: text(1, "A letter, S for who sells to it", { required: true, fallback: "S" }),
    type_name: text(40, "What the letter stands for"),
    given_name: text(40, "Given name"),
    middle_name: text(40, "Middle name"),
    family_name: text(80, "Family name"),
    title: text(30, "Title"),
    company_name: text(100, "Company"),
    nickname: text(40, "What colleagues say"),
    user_name: text(12, "Their user"),
    email: text(100, "E-mail address"),
    phone: text(30, "Telephone"),
  },
};

export const note: Kind = {
  name: "note",
  plural: "notes",
  title: "note about an account",
  table: "notes",
  id: "note_id",
  parent: "account_id",
  fields: {
    account_id: reference("account", "The account that it is about", { required: true, fixed: true }),
    text: text(4_000, "The note", { required: true, lines: true }),
    type: text(20, "Its type"),
    subject: text(255, "Its subject"),
    category: text(40, "What the contact was about"),
    subcategory: text(40, "What it was about, in particular"),
    response: text(40, "What came of it"),
    contact_type: text(40, "How the contact was made"),
    priority: text(20, "How urgent it is"),
  },
};
