import { Type } from "typebox";

/** A schema of a type that may also be null: one schema and not a union, so that a fault is told once. */
export function nullable<T>(type: "string" | "boolean" | "integer", options: Readonly<Record<string, unknown>> = {}) {
  return Type.Unsafe<T | null>({ type: [type, "null"], ...options });
}

/** Text that may be null and is otherwise not empty; what is longer is refused, never cut. */
export function text(maxLength: number, description?: string) {
  return nullable<string>("string", { minLength: 1, maxLength, ...(description && { description }) });
}

/** The number of a customer, an account, a delivery or a company. */
export function number(description?: string) {
  return Type.Integer({ minimum: 1, maximum: 2_147_483_647, ...(description && { description }) });
}
