/** The letter of a kind of section, as manifests are imported with it (archtics-vocabulary.md, ManifestSeat). */
export const sectionTypeLetters = { standard: "N", suite: "S", club: "C" } as const;

/** Whether seats are numbered: N; Y of seats that nobody has in particular, S of standing places. */
export const gaLetters = { reserved: "N", general: "Y", standing: "S" } as const;

/** Members of one name that are numbered from 1 on, as section_info1. */
export function numbered<const N extends string, V>(name: N, values: readonly V[]): Record<`${N}${number}`, V> {
  return Object.fromEntries(values.map((value, index) => [`${name}${index + 1}`, value])) as Record<`${N}${number}`, V>;
}
