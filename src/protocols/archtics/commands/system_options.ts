import { listAccountGroups } from "../../../core/ticketing/accounts/groups.ts";
import type { Item, Kind } from "../../../core/ticketing/catalogue/kind.ts";
import { deliveryMethod, paymentType } from "../../../core/ticketing/catalogue/kinds/box-office.ts";
import { classAttribute, holdClass, ticketType } from "../../../core/ticketing/catalogue/kinds/prices.ts";
import { allItems } from "../../../core/ticketing/catalogue/read.ts";
import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";
import { char, integer, list } from "../fields.ts";
import { numberOf, yesNo } from "../wire.ts";

const seatClass = {
  class_id: integer("Number of the class", "observed"),
  name: char(20, "What it is called", "observed"),
  matrix_char: char(1, "How it is drawn", "observed"),
  color: integer("The colour it is drawn in, as a number", "observed"),
  kill: char(1, "Y: its seats are not to be had at all", "observed"),
  dist_status: char(20, "What it is to another ticketing system", "observed"),
  dist_name: char(30, "What another ticketing system calls it", "observed"),
  unsold_type: char(20, "What it counts as while it is not sold", "observed"),
  attrib_type: char(20, "The sort of attribute that its seats have", "observed"),
  attrib_code: char(20, "The attribute that its seats have", "observed"),
  qualifier_state_name: char(30, "Its qualifier at another ticketing system", "observed"),
  valid_for_reclass: char(1, "Y: seats may be put into it and taken out of it", "observed"),
  system_class: char(1, "Y: it came with the system", "observed"),
} as const;
const types = {
  ticket_type_code: char(3, "What callers name it by", "observed"),
  ticket_type: char(40, "What it is called", "observed"),
  ticket_type_desc: char(255, "In full", "observed"),
  ticket_type_category: char(40, "A group of types", "observed"),
  comp_ind: char(1, "Y: given away", "observed"),
} as const;
const most = 100_000;

export const systemOptions = defineCommand({
  name: "system_options",
  product: "sth-customer",
  purpose:
    "Tells what the box office works with: classes of seats, payment types, types of tickets, account groups, ways of delivery, and abbreviations of seats' attributes.",
  family: "plain",
  input: commonInput,
  required: [],
  output: {
    ...commonOutput,
    classes: list(seatClass, "Classes of seats", most, "willcall"),
    payment_types: list(
      {
        pmt_type: char(4, "What callers name it by, as in VI", "observed"),
        payment_type_desc: char(64, "What it is called", "observed"),
      },
      "Payment types",
      most,
      "willcall",
    ),
    ticket_types: list(types, "Types of tickets", most, "willcall"),
    account_groups: list(
      {
        account_group: char(10, "Group; text, as in customer_query", "observed"),
        membership_name: char(64, "What it is called", "observed"),
      },
      "Account groups",
      most,
      "willcall",
    ),
    delivery_methods: list(
      {
        delivery_method: char(4, "What callers name it by, as in TF", "observed"),
        delivery_method_name: char(64, "What it is called", "observed"),
      },
      "Ways of delivery",
      most,
      "willcall",
    ),
    class_attributes: list(
      {
        abbreviation: char(10, "As seats_sold has it in class_attribute", "willcall"),
        description: char(64, "What it stands for", "willcall"),
      },
      "Abbreviations of seats' attributes",
      most,
      "willcall",
    ),
  },
  results: commonResults,
  codes: { missing: 9999, invalid: 9999 },
  async handle({ core, caller: { orgId } }) {
    const all = async (kind: Kind): Promise<Texts[]> => (await allItems(core, orgId, kind)) as Texts[];
    const [classes, payments, tickets, deliveries, attributes, groups] = await Promise.all([
      ...([all(holdClass), all(paymentType), all(ticketType), all(deliveryMethod), all(classAttribute)] as const),
      listAccountGroups(core, orgId),
    ]);
    return {
      classes: classes.map(classToWire),
      payment_types: payments.map((one) => ({ pmt_type: one.code, payment_type_desc: one.description })),
      ticket_types: tickets.map((one) => ({
        ...{ ticket_type_code: one.code, ticket_type: one.name, ticket_type_desc: one.description },
        ...{ ticket_type_category: one.category, comp_ind: yesNo(Boolean(one.complimentary)) },
      })),
      account_groups: groups.map(({ groupId, name }) => ({ account_group: String(groupId), membership_name: name })),
      delivery_methods: deliveries.map((one) => ({ delivery_method: one.code, delivery_method_name: one.name })),
      class_attributes: attributes.map(({ abbreviation, description }) => ({ abbreviation, description })),
    };
  },
});

/** A thing of the catalogue whose fields are texts, numbers and flags. */
type Texts = Item & Readonly<Record<string, string | null>>;

function classToWire(one: Texts) {
  return {
    class_id: Number(one.hold_class_id),
    name: one.name,
    matrix_char: one.letter,
    color: numberOf(one.color),
    kill: yesNo(Boolean(one.kill)),
    dist_status: one.distribution_status,
    dist_name: one.distribution_name,
    unsold_type: one.unsold_type,
    attrib_type: one.attribute_type,
    attrib_code: one.attribute_code,
    qualifier_state_name: one.qualifier,
    valid_for_reclass: yesNo(Boolean(one.valid_for_reclass)),
    system_class: yesNo(Boolean(one.built_in)),
  };
}
