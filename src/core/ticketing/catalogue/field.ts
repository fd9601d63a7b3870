/**
 * What the catalogue keeps of a kind of thing. Unlike elsewhere in the core, names are those of the columns: there are some two hundred of them, and what is declared here once is the table's column, the
 * native API's member and the command line's word.
 */
export type Field = {
  readonly meaning: string;
  /** Must be given, and can't be cleared. */
  readonly required?: boolean;
  /** What it is unless it was given. */
  readonly fallback?: unknown;
  /** Can't be changed once the thing is there. */
  readonly fixed?: boolean;
} & Type;

type Type =
  /** Up to `max` characters, on one line unless `lines`. */
  | { readonly type: "text"; readonly max: number; readonly lines?: boolean }
  /** The same in capitals: what callers name the thing by. */
  | { readonly type: "code"; readonly max: number }
  | { readonly type: "integer"; readonly least: number; readonly most: number }
  /** Minor units. */
  | { readonly type: "money" }
  | { readonly type: "decimal" }
  | { readonly type: "flag" }
  | { readonly type: "choice"; readonly values: readonly string[] }
  | { readonly type: "words"; readonly values: readonly string[] }
  /** An ISO 8601 instant with its offset. */
  | { readonly type: "instant" }
  /** The number of another thing of the catalogue. */
  | { readonly type: "reference"; readonly to: string };

/** The fields of a kind, by column. */
export type Fields = Readonly<Record<string, Field>>;

type Given = Omit<Field, "type" | "meaning"> & { readonly lines?: boolean };

/** Text of at most `max` characters. */
export const text = (max: number, meaning: string, more: Given = {}) => ({ ...more, type: "text", max, meaning }) as const;
/** A name that callers use, kept in capitals. */
export const code = (max: number, meaning: string, more: Given = {}) => ({ ...more, type: "code", max, meaning }) as const;
/** A whole number. */
export const integer = (meaning: string, more: Given & { least?: number; most?: number } = {}) =>
  ({ least: 0, most: 2_147_483_647, ...more, type: "integer", meaning }) as const;
/** An amount in minor units. */
export const money = (meaning: string, more: Given = {}) => ({ ...more, type: "money", meaning }) as const;
/** A number with a fraction, as text. */
export const decimal = (meaning: string, more: Given = {}) => ({ ...more, type: "decimal", meaning }) as const;
/** Yes or no. */
export const flag = (meaning: string, fallback: boolean, more: Given = {}) =>
  ({ ...more, type: "flag", fallback, required: true, meaning }) as const;
/** One of `values`. */
export const choice = (values: readonly string[], meaning: string, more: Given = {}) =>
  ({ ...more, type: "choice", values, meaning }) as const;
/** Any of `values`. */
export const words = (values: readonly string[], meaning: string) =>
  ({ type: "words", values, fallback: [], required: true, meaning }) as const;
/** A point in time. */
export const instant = (meaning: string, more: Given = {}) => ({ ...more, type: "instant", meaning }) as const;
/** Another thing of the catalogue. */
export const reference = (to: string, meaning: string, more: Given = {}) =>
  ({ ...more, type: "reference", to, meaning }) as const;
