// What a field of this protocol is: the declarations that decoding, encoding and the documents follow from.

/** Where it is known from: the vendor's pages, real clients' requests and recorded answers, or nobody but Willcall. */
export type Mark = "documented" | "observed" | "willcall";

interface Common {
  readonly meaning: string;
  readonly mark: Mark;
  readonly required: boolean;
  /** Other names that clients send it by. */
  readonly aliases?: readonly string[];
}

/** Text of at most `max` characters; sent empty it takes away what is there. `secret`: kept out of logs, and its spaces count. */
export interface TextField extends Common {
  readonly type: "text";
  readonly max: number;
  readonly secret?: boolean;
}

/** Text by which something is found; sent empty it counts as not sent. */
export interface KeyField extends Common {
  readonly type: "key";
  readonly max: number;
  /** Nothing but digits. */
  readonly digits?: boolean;
}

/** A day, YYYY-MM-DD; sent empty or with parts that are zero it takes away what is there. */
export interface DayField extends Common {
  readonly type: "day";
}

/** A whole number; sent empty it counts as not sent. */
export interface IntField extends Common {
  readonly type: "int";
  readonly least: number;
  readonly most: number;
}

/** An amount of money, `9.95` or `9,95`, in minor units; sent empty it counts as not sent. */
export interface MoneyField extends Common {
  readonly type: "money";
}

/** One of some words, compared without case; sent empty it counts as not sent. */
export interface ChoiceField extends Common {
  readonly type: "choice";
  readonly values: readonly string[];
}

/** Yes, Y, true or 1, without case; everything else is no. */
export interface YesField extends Common {
  readonly type: "yes";
}

/** True when it is sent, whatever it says. */
export interface PresentField extends Common {
  readonly type: "present";
}

/** Fields that are numbered: `#` in the name stands for the number. Sent empty one takes away what is there. */
export interface FamilyField extends Common {
  readonly type: "family";
  readonly max: number;
}

export type Field = TextField | KeyField | DayField | IntField | MoneyField | ChoiceField | YesField | PresentField | FamilyField;
export type Fields = Readonly<Record<string, Field>>;

type Value<F extends Field> = F extends YesField | PresentField
  ? boolean
  : F extends FamilyField
    ? Readonly<Record<string, string | null>>
    : F extends IntField | MoneyField
      ? number | undefined
      : F extends ChoiceField
        ? F["values"][number] | undefined
        : F extends KeyField
          ? string | undefined
          : string | null | undefined;

/** What a decoded request holds: undefined was not sent, null was sent empty. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K]["required"] extends true ? NonNullable<Value<F[K]>> : Value<F[K]>;
};

const optional = { required: false, mark: "documented" } as const;

/** Text of at most `max` characters. */
export const text = (meaning: string, max = 255) => ({ ...optional, type: "text", meaning, max }) as const;
/** Text that is nobody's business. */
export const secret = (meaning: string, max = 255) => ({ ...optional, type: "text", meaning, max, secret: true }) as const;
/** What something is found by. */
export const key = (meaning: string, max = 64) => ({ ...optional, type: "key", meaning, max }) as const;
/** The same, of digits. */
export const digits = (meaning: string, max = 64) => ({ ...optional, type: "key", meaning, max, digits: true }) as const;
/** A day of the calendar. */
export const day = (meaning: string) => ({ ...optional, type: "day", meaning }) as const;
/** A whole number. */
export const int = (meaning: string, least: number, most: number) =>
  ({ ...optional, type: "int", meaning, least, most }) as const;
/** An amount of money. */
export const money = (meaning: string) => ({ ...optional, type: "money", meaning }) as const;
/** One of some words. */
export const choice = <const V extends readonly string[]>(values: V, meaning: string) =>
  ({ ...optional, type: "choice", values, meaning }) as const;
/** Yes or no. */
export const yes = (meaning: string) => ({ ...optional, type: "yes", meaning }) as const;
/** Sent or not. */
export const present = (meaning: string) => ({ ...optional, type: "present", meaning }) as const;
/** Numbered fields. */
export const family = (meaning: string, max: number) => ({ ...optional, type: "family", meaning, max }) as const;

/** The field, but required. */
export const required = <const F extends Field>(field: F) =>
  ({ ...field, required: true }) as unknown as Omit<F, "required"> & { readonly required: true };
/** The field, known from elsewhere than the vendor's pages. */
export const marked = <const F extends Field>(mark: Mark, field: F): F => ({ ...field, mark });
/** The field, with other names that clients send it by. */
export const alsoNamed = <const F extends Field>(field: F, ...aliases: string[]): F => ({ ...field, aliases });
