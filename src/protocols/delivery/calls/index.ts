import type { DeliveryCall } from "../call.ts";
import { createCustomer } from "./CreateCustomer.ts";
import { createDelivery } from "./CreateDelivery.ts";
import { getCustomer } from "./GetCustomer.ts";
import { getSessionToken } from "./GetSessionToken.ts";
import { modifyCustomer } from "./ModifyCustomer.ts";

/** Every call of the protocol, in the order in which a caller meets them. */
export const calls: readonly DeliveryCall[] = [getSessionToken, getCustomer, createCustomer, modifyCustomer, createDelivery];
