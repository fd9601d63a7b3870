import type { Caller, Core } from "../../../src/core/core.ts";
import { type AnsweredScan, recordScans, type ScanReport } from "../../../src/core/ticketing/access/scan.ts";
import type { TestClock } from "../../support/app.ts";
import type { Random } from "../mix/random.ts";
import type { SoldOut } from "./arena.ts";

const gates = 20;
const minute = 60_000;
const atOnce = 40;

/** Somebody who did go through a gate. */
export interface Through {
  readonly barcode: string;
  readonly direction: "in" | "out";
  readonly at: number;
  readonly scanner: string;
  readonly ref: string;
  /** The barcode is nobody's. */
  readonly forged: boolean;
}

interface Attempt {
  readonly barcode: number;
  readonly direction: "in" | "out";
  readonly at: number;
  readonly gate: number;
  readonly forged: boolean;
}

/** A scanner that is offline for the whole evening. */
interface Offline {
  readonly scanner: string;
  /** How far its clock is ahead, in milliseconds. */
  readonly error: number;
  /** Whether it has the list of tickets, so that it knows a forged one. */
  readonly hasList: boolean;
  readonly inside: Set<number>;
  readonly untold: ScanReport[];
}

export interface Evening {
  /** Who went through, as whoever stands at the gates sees it. */
  readonly through: readonly Through[];
  readonly conflictsAnswered: number;
}

/** A fault of the scanners that the checks must find. */
export type Plant = "forgets-references" | "loses-a-batch";

/** What people try in the course of an evening, in the order of time: each comes in, some go out and come back, some hand their ticket on, some have a forged one. */
function attempts({ barcodes, doors }: SoldOut, random: Random): Attempt[] {
  const all: Attempt[] = [];
  const put = (barcode: number, direction: "in" | "out", at: number, forged = false): void =>
    void all.push({ barcode, direction, at, gate: random.below(gates), forged });
  for (const barcode of barcodes) {
    const cameAt = doors.getTime() + random.below(90 * minute);
    put(barcode, "in", cameAt);
    if (random.chance(0.1)) put(barcode, "in", cameAt + 1 + random.below(10 * minute));
    if (random.chance(0.3)) {
      const leftAt = cameAt + 10 * minute + random.below(30 * minute);
      put(barcode, "out", leftAt);
      if (random.chance(0.8)) put(barcode, "in", leftAt + 1 + random.below(20 * minute));
    }
    if (random.chance(0.02)) put(9_000_000_000_000_000 + random.below(1_000_000), "in", cameAt, true);
  }
  return all.sort((one, other) => one.at - other.at);
}

/** Lets people in at 20 gates, of which a third are offline with clocks that are off, report late, in random order, and some of it twice. */
export async function evening(
  { core, caller, clock, random }: { core: Core; caller: Caller; clock: TestClock; random: Random },
  event: SoldOut,
  plant?: Plant,
): Promise<Evening> {
  const { eventId } = event;
  const through: Through[] = [];
  let conflictsAnswered = 0;
  let count = 0;
  const offline = new Map<number, Offline>();
  for (let gate = 1; gate < gates; gate += 3)
    offline.set(gate, {
      scanner: `gate ${gate}`,
      error: random.below(30 * minute) - 15 * minute,
      hasList: gate !== 1,
      ...{ inside: new Set(), untold: [] },
    });
  const batches: { from: Offline; reports: readonly ScanReport[] }[] = [];

  const atGate = async (attempt: Attempt): Promise<void> => {
    const { barcode, direction, at, gate, forged } = attempt;
    const from = offline.get(gate);
    const ref = `${eventId}-${++count}`;
    const scanner = from?.scanner ?? `gate ${gate}`;
    const pass = (time: number): void =>
      void through.push({ barcode: String(barcode), direction, at: time, scanner, ref, forged });
    const report = { barcode, direction, scanner, scannerRef: ref, gate: scanner };
    if (from) {
      const known = !(forged && from.hasList);
      const admitted = direction === "out" || (known && !from.inside.has(barcode));
      if (admitted) {
        pass(at);
        from.inside[direction === "in" ? "add" : "delete"](barcode);
      }
      from.untold.push({ ...report, at: new Date(at + from.error), offline: true, admitted });
      if (from.untold.length > 5 + random.below(60)) batches.push({ from, reports: from.untold.splice(0) });
      return;
    }
    const [answer] = await recordScans(core, caller, { eventId, reports: [{ ...report, at: new Date(at), offline: false }] });
    if (answer!.code === 0) pass(answer!.at.getTime());
  };

  const deliver = async ({ from, reports }: (typeof batches)[number]): Promise<void> => {
    const scannerNow = new Date(clock.now().getTime() + from.error);
    const tell = (all: readonly ScanReport[]): Promise<AnsweredScan[]> =>
      recordScans(core, caller, { eventId, reports: random.shuffled(all), scannerNow });
    const again = reports.map((one) => (plant === "forgets-references" ? { ...one, scannerRef: `${eventId}-${++count}` } : one));
    const [answers] = await Promise.all([tell(reports), ...(random.chance(0.2) ? [tell(again)] : [])]);
    conflictsAnswered += answers!.filter((one) => one.conflictsWith !== null).length;
  };

  const all = attempts(event, random);
  for (let begun = 0; begun < all.length; begun += atOnce) {
    const some = all.slice(begun, begun + atOnce);
    clock.set(new Date(some.at(-1)!.at + 1));
    // Late: some of what was kept is told while others come in.
    const told = random.chance(0.3) && batches.length > 0 ? batches.splice(random.below(batches.length), 1) : [];
    await Promise.all([...random.shuffled(some).map(atGate), ...told.map(deliver)]);
  }
  clock.pass(180 * minute);
  for (const from of offline.values()) if (from.untold.length > 0) batches.push({ from, reports: from.untold.splice(0) });
  const left = random.shuffled(batches);
  if (plant === "loses-a-batch") left.pop();
  while (left.length > 0) await Promise.all(left.splice(0, 4).map(deliver));
  return { through, conflictsAnswered };
}
