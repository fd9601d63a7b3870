/**
 * A decimal number as callers write it, `1.50` or `1,50`, with at most so many digits before the point and after it, in its shortest form, which is how PostgreSQL gives it
 * back; undefined for what is none.
 */
export function decimalOf(text: string, before: number, after: number): string | undefined {
  const [, sign, whole = "", fraction = ""] = /^([+-]?)(\d{1,20})(?:[.,](\d{1,20}))?$/.exec(text.trim()) ?? [];
  if (whole === "" || whole.length > before || fraction.length > after) return undefined;
  const digits = fraction.replace(/0+$/, "");
  const shortest = `${Number(whole)}${digits && `.${digits}`}`;
  return sign === "-" && shortest !== "0" ? `-${shortest}` : shortest;
}
