/** A report: how many rows it had when it began, the first of them, and then the rest in pages, if there are more. */
export interface Report<T> {
  readonly count: number;
  readonly first: readonly T[];
  readonly rest?: AsyncIterable<readonly T[]>;
}

/**
 * Opens a report of pages that have rows. Two of them have been read when this comes back, so that a database out of reach is told before an answer begins, and a short report is
 * known to be whole.
 */
export async function openReport<T>(count: number, pages: AsyncGenerator<readonly T[]>): Promise<Report<T>> {
  const first = await pages.next();
  if (first.done) return { count, first: [] };
  const second = await pages.next();
  if (second.done) return { count, first: first.value };
  async function* rest() {
    yield second.value as readonly T[];
    yield* pages;
  }
  return { count, first: first.value, rest: rest() };
}
