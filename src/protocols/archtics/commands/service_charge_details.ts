import { deliveryMethod, serviceCharge } from "../../../core/ticketing/catalogue/kinds/box-office.ts";
import { allItems } from "../../../core/ticketing/catalogue/read.ts";
import { commonInput, commonOutput, commonResults, defineCommand } from "../command.ts";
import { char, decimal, integer, list } from "../fields.ts";
import { moneyToWire } from "../wire.ts";

const charge = {
  sc_id: integer("Number of the charge", "observed"),
  sc_amount: decimal("How much", "observed"),
  sc_name: char(40, "What it is called", "willcall"),
  sc_desc: char(255, "In full", "willcall"),
  sc_type: char(8, "service, or delivery", "willcall"),
  dm_code: char(4, "Of a delivery charge: the way of delivery", "willcall"),
} as const;

export const serviceChargeDetails = defineCommand({
  name: "service_charge_details",
  product: "sth-customer",
  purpose: "Tells the service charges and delivery charges that are in use.",
  family: "plain",
  input: commonInput,
  required: [],
  output: {
    ...commonOutput,
    service_charges: list(charge, "The charges, by their numbers", 100_000, "willcall"),
  },
  results: commonResults,
  codes: { missing: 9999, invalid: 9999 },
  async handle({ core, caller: { orgId } }) {
    const [charges, methods] = await Promise.all([allItems(core, orgId, serviceCharge), allItems(core, orgId, deliveryMethod)]);
    const codes = new Map(methods.map((one) => [one.delivery_method_id, one.code as string]));
    const inUse = charges.filter((one) => one.active);
    return {
      service_charges: inUse.map((one) => ({
        sc_id: one.service_charge_id as number,
        sc_amount: moneyToWire(one.amount as number),
        sc_name: one.name as string,
        sc_desc: one.description as string | null,
        sc_type: one.type as string,
        dm_code: codes.get(one.delivery_method_id),
      })),
    };
  },
});
