/** How sure an integrator can be of a fact: in the vendor's documents, seen in real clients, or our own choice. */
export type Mark = "documented" | "observed" | "willcall";

interface Common {
  readonly meaning: string;
  readonly mark: Mark;
}

/** Char(n) and Varchar(n): trimmed at the end; blank counts as cleared. */
export interface Char extends Common {
  readonly type: "char";
  readonly max: number;
  /** A whole number may be sent for it, too. */
  readonly digits?: boolean;
}
/** A telephone number: spaces, dashes, dots and parentheses are dropped before its length is looked at. */
export interface Phone extends Common {
  readonly type: "phone";
  readonly max: number;
}
/** A PIN or password, taken as it comes. */
export interface Secret extends Common {
  readonly type: "secret";
  readonly max: number;
}
export interface Integer extends Common {
  readonly type: "integer";
}
/** 0 or 1 on the wire. */
export interface Flag extends Common {
  readonly type: "flag";
}
/** YYYY-MM-DD on the wire. */
export interface Day extends Common {
  readonly type: "day";
}
/** A date that narrows an answer: YYYY-MM-DD, where a day past the end of its month is the last of it. */
export interface FilterDay extends Common {
  readonly type: "filter-day";
}
/** YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS]: a time where the venue is, and at the first second of what it names. Decoded it is YYYY-MM-DDTHH:MM:SS. */
export interface Moment extends Common {
  readonly type: "moment";
}
/** A list of texts of at most `max` characters each. */
export interface Words extends Common {
  readonly type: "words";
  readonly max: number;
}
/** One of a few values, matched without case. */
export interface Choice<V extends string = string> extends Common {
  readonly type: "choice";
  readonly values: readonly V[];
}
/** A number with a fraction. */
export interface Decimal extends Common {
  readonly type: "decimal";
}
export interface Struct<F extends Fields = Fields> extends Common {
  readonly type: "struct";
  readonly fields: F;
}
export interface List<F extends Fields = Fields> extends Common {
  readonly type: "list";
  readonly fields: F;
  readonly max: number;
}

/** A list that is written while it is read. Answers only, and only the last of a table's outputs. */
export interface Stream<F extends Fields = Fields> extends Common {
  readonly type: "stream";
  readonly fields: F;
}

export type Field =
  | (Char | Phone | Secret | Integer | Flag | Day | FilterDay | Moment | Choice | Decimal)
  | (Words | Struct | List | Stream);
/** Keys are the wire's names in lower case. */
export interface Fields {
  readonly [name: string]: Field;
}

/** What a field is after decoding: undefined when it was not sent, null when it was sent blank. */
export type Decoded<F extends Field> =
  F extends Choice<infer V>
    ? V | null | undefined
    : F extends Char | Phone | Secret | Day | FilterDay | Moment
      ? string | null | undefined
      : F extends Integer | Decimal
        ? number | null | undefined
        : F extends Flag
          ? boolean | null | undefined
          : F extends Words
            ? string[] | undefined
            : F extends Struct<infer G>
              ? DecodedFields<G> | undefined
              : F extends List<infer G>
                ? DecodedFields<G>[] | undefined
                : never;
export type DecodedFields<F extends Fields> = { readonly [K in keyof F]?: Decoded<F[K]> };

/** What a handler gives for a field; empty values are left out of the answer. */
export type Encodable<F extends Field> = F extends Integer | Decimal
  ? number | null | undefined
  : F extends Flag
    ? boolean | null | undefined
    : F extends Struct<infer G>
      ? EncodableFields<G> | null | undefined
      : F extends List<infer G>
        ? readonly EncodableFields<G>[] | null | undefined
        : F extends Stream<infer G>
          ? AsyncIterable<readonly EncodableFields<G>[]>
          : F extends Words
            ? readonly string[] | null | undefined
            : string | null | undefined;
export type EncodableFields<F extends Fields> = { readonly [K in keyof F]?: Encodable<F[K]> };

/** Text of at most `max` characters. */
export const char = (max: number, meaning: string, mark: Mark = "documented"): Char => ({ type: "char", max, meaning, mark });
/** The same of digits, which some callers send as a number. */
export const digits = (max: number, meaning: string, mark: Mark = "documented"): Char => ({
  ...char(max, meaning, mark),
  digits: true,
});
/** A telephone number of at most `max` characters, once stripped. */
export const phone = (max: number, meaning: string, mark: Mark = "documented"): Phone => ({ type: "phone", max, meaning, mark });
/** A PIN or password of at most `max` characters. */
export const secret = (max: number, meaning: string, mark: Mark = "documented"): Secret => ({
  type: "secret",
  max,
  meaning,
  mark,
});
/** A whole number. */
export const integer = (meaning: string, mark: Mark = "documented"): Integer => ({ type: "integer", meaning, mark });
/** 0 or 1. */
export const flag = (meaning: string, mark: Mark = "documented"): Flag => ({ type: "flag", meaning, mark });
/** A calendar day. */
export const day = (meaning: string, mark: Mark = "documented"): Day => ({ type: "day", meaning, mark });
/** A date that narrows an answer. */
export const filterDay = (meaning: string, mark: Mark = "documented"): FilterDay => ({ type: "filter-day", meaning, mark });
/** A time where the venue is. */
export const moment = (meaning: string, mark: Mark = "documented"): Moment => ({ type: "moment", meaning, mark });
/** A list of texts of at most `max` characters each. */
export const words = (max: number, meaning: string, mark: Mark = "documented"): Words => ({ type: "words", max, meaning, mark });
/** A number with a fraction. */
export const decimal = (meaning: string, mark: Mark = "documented"): Decimal => ({ type: "decimal", meaning, mark });
/** One of `values`. */
export const choice = <const V extends string>(values: readonly V[], meaning: string, mark: Mark = "documented"): Choice<V> => ({
  type: "choice",
  values,
  meaning,
  mark,
});
/** An object with members of its own. */
export const struct = <F extends Fields>(fields: F, meaning: string, mark: Mark = "documented"): Struct<F> => ({
  type: "struct",
  fields,
  meaning,
  mark,
});
/** A list of at most `max` objects. */
export const list = <F extends Fields>(fields: F, meaning: string, max = 200, mark: Mark = "documented"): List<F> => ({
  type: "list",
  fields,
  max,
  meaning,
  mark,
});
/** A list of objects that is written while it is read, in batches; the last of a table's outputs. */
export const stream = <F extends Fields>(fields: F, meaning: string, mark: Mark = "documented"): Stream<F> => ({
  type: "stream",
  fields,
  meaning,
  mark,
});
