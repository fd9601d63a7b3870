/** Seats that are listed one by one, as blocks are made of them. */
export interface Listed {
  readonly eventId: number;
  readonly rowId: number;
  readonly seat: number;
  /** By how much the numbers of neighbours in its row differ. */
  readonly increment: number;
}

/** Neighbouring seats that are alike: the first of them, and all. */
export interface Block<S extends Listed> {
  readonly first: S;
  readonly seats: readonly S[];
}

/**
 * The longest blocks of neighbours that are alike by `alike`, in the order of the list. The list is in the order of events, rows and seats, or in any other that keeps a row's
 * seats at an event together and rising.
 */
export function blocksOf<S extends Listed>(list: Iterable<S>, alike: (one: S, other: S) => boolean): Block<S>[] {
  const blocks: { first: S; seats: S[] }[] = [];
  let last: { first: S; seats: S[] } | undefined;
  for (const seat of list) {
    const before = last?.seats.at(-1);
    const next =
      before !== undefined &&
      before.eventId === seat.eventId &&
      before.rowId === seat.rowId &&
      seat.seat === before.seat + seat.increment &&
      alike(before, seat);
    if (next) last!.seats.push(seat);
    else {
      last = { first: seat, seats: [seat] };
      blocks.push(last);
    }
  }
  return blocks;
}
