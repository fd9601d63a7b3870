import type { Report } from "../../core/loyalty/reports/report.ts";

/** A report's rows as they go out: a list when it is short, else in pages. */
export function pagedOf<T, W>({ first, rest }: Report<T>, toWire: (page: readonly T[]) => W[]): W[] | AsyncIterable<W[]> {
  const told = toWire(first);
  if (!rest) return told;
  async function* pages() {
    yield told;
    for await (const page of rest!) yield toWire(page);
  }
  return pages();
}
