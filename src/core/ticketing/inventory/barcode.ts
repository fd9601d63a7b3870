import { randomSlice } from "../../../platform/ids.ts";

/** The least of 16 digits, and how many there are of those that a number in JavaScript holds exactly. */
const least = 1_000_000_000_000_000;
const many = 8_000_000_000_000_000;

/** A barcode of 16 digits that nobody can guess. That nobody has it the index event_seats_barcode says. */
export function newBarcode(): number {
  const bytes = randomSlice(7);
  // 53 bits, which is all that such a number holds.
  const random = (bytes.readUIntBE(0, 6) * 32 + (bytes[6]! >> 3)) / 2 ** 53;
  return least + Math.floor(random * many);
}
