// What a field of this protocol is: the declarations that decoding, encoding and the documents follow from.

/** Where it is known from: the vendor's pages, one of their examples only, or nobody but Willcall. */
export type Mark = "documented" | "observed" | "willcall";

interface Common {
  readonly meaning: string;
  readonly mark: Mark;
  readonly required: boolean;
}

/** A whole number. `least`: of what makes sense; below it, and above 2147483647, a value is out of bounds. Of a `key`, any number may be asked for. */
export interface IntField extends Common {
  readonly type: "int";
  readonly least?: number;
}

/** Text of at most `max` characters. */
export interface TextField extends Common {
  readonly type: "string";
  readonly max?: number;
}

export interface BooleanField extends Common {
  readonly type: "boolean";
  /** 0 and 1 too: the vendor's example sends them for `active`. */
  readonly numbers?: boolean;
}

/** A day of the calendar, YYYY-MM-DD. */
export interface DayField extends Common {
  readonly type: "day";
}

export interface ChoiceField extends Common {
  readonly type: "choice";
  readonly values: readonly string[];
}

export interface ObjectField extends Common {
  readonly type: "object";
  readonly fields: Fields;
}

export interface ListField extends Common {
  readonly type: "list";
  /** Elements. */
  readonly max: number;
  readonly fields: Fields;
}

export type Field = IntField | TextField | BooleanField | DayField | ChoiceField | ObjectField | ListField;
export type Fields = Readonly<Record<string, Field>>;

type Value<F extends Field> = F extends IntField
  ? number
  : F extends BooleanField
    ? boolean
    : F extends ObjectField
      ? Values<F["fields"]>
      : F extends ListField
        ? readonly Values<F["fields"]>[]
        : F extends ChoiceField
          ? F["values"][number]
          : string;

/** What a decoded request holds: required fields surely, others when they were sent. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K]["required"] extends true ? Value<F[K]> : Value<F[K]> | undefined;
};

/** What an answer is made from: null and undefined become "". */
export type Answer<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends ObjectField
    ? Answer<F[K]["fields"]>
    : F[K] extends ListField
      ? readonly Answer<F[K]["fields"]>[]
      : Value<F[K]> | null | undefined;
};

const optional = { required: false, mark: "documented" } as const;

/** A whole number. */
export const int = (meaning: string, least?: number) => ({ ...optional, type: "int", meaning, least }) as const;
/** Text of at most `max` characters. */
export const text = (meaning: string, max?: number) => ({ ...optional, type: "string", meaning, max }) as const;
/** true or false. */
export const boolean = (meaning: string) => ({ ...optional, type: "boolean", meaning }) as const;
/** A day of the calendar. */
export const day = (meaning: string) => ({ ...optional, type: "day", meaning }) as const;
/** One of some words. */
export const choice = <const V extends readonly string[]>(values: V, meaning: string) =>
  ({ ...optional, type: "choice", values, meaning }) as const;
/** An object that counts as empty when it is not sent: what is required in it is then missing. */
export const object = <const F extends Fields>(fields: F, meaning: string) =>
  ({ ...optional, required: true, type: "object", fields, meaning }) as const;
export const list = <const F extends Fields>(fields: F, max: number, meaning: string) =>
  ({ ...optional, type: "list", fields, max, meaning }) as const;

/** The field, but required. */
export const required = <const F extends Field>(field: F) =>
  ({ ...field, required: true }) as unknown as Omit<F, "required"> & { readonly required: true };
/** The field, known from elsewhere than the vendor's pages. */
export const marked = <const F extends Field, const M extends Mark>(mark: M, field: F) =>
  ({ ...field, mark }) as unknown as Omit<F, "mark"> & { readonly mark: M };
