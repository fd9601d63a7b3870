const glyphs = new Map<string, string>();

/** The symbol of a currency. */
export function glyphOf(currency: string): string {
  let known = glyphs.get(currency);
  if (known === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
    known = format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency;
    glyphs.set(currency, known);
  }
  return known;
}
