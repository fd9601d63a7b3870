import type { Mark } from "./fields.ts";

// What an answer is declared as; encode.ts makes the tree from it that XML and JSON are written from.

interface Common {
  readonly meaning: string;
  readonly mark: Mark;
}

export interface OutText extends Common {
  readonly type: "text";
}

/** An element with children; attributes stand before them in JSON (loyalty.md, section 1). */
export interface OutElement extends Common {
  readonly type: "element";
  readonly attributes: Readonly<Record<string, string>>;
  readonly fields: Outputs;
}

/**
 * A list under the name of its container. In XML the children stand in the container, or directly where it would stand when it is
 * `bare`; children without fields are texts. Its value may be pages that come one after the other, for a list that has no bound.
 */
export interface OutList extends Common {
  readonly type: "list";
  readonly child: string;
  readonly bare: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly fields: Outputs | null;
}

/** Elements that are numbered: `#` in the name stands for the number. */
export interface OutFamily extends Common {
  readonly type: "family";
  readonly fields: Outputs;
}

export type Output = OutText | OutElement | OutList | OutFamily;
export type Outputs = Readonly<Record<string, Output>>;

type Scalar = string | number | boolean | null | undefined;

/** What an answer is made from: undefined is left out, null is empty, yes and no are Y and N. */
export type Answer<O extends Outputs> = { readonly [K in keyof O]?: AnswerOf<O[K]> };
type AnswerOf<F extends Output> = F extends OutText
  ? Scalar
  : F extends OutElement
    ? (Answer<F["fields"]> & Attributes<F["attributes"]>) | undefined
    : F extends OutFamily
      ? Readonly<Record<string, Answer<F["fields"]>>> | undefined
      : F extends OutList
        ? readonly ItemOf<F>[] | AsyncIterable<readonly ItemOf<F>[]> | undefined
        : never;
/** Those that are declared; of none it may be any, as far as the compiler can tell. */
type Attributes<A> = string extends keyof A ? unknown : { readonly [K in keyof A]?: Scalar };
type ItemOf<F extends OutList> = F["fields"] extends Outputs ? Answer<F["fields"]> & Attributes<F["attributes"]> : Scalar;

const documented = { mark: "documented" } as const;

/** A text. */
export const outText = (meaning: string) => ({ ...documented, type: "text", meaning }) as const;
/** A text that is known from clients' records only. */
export const seenText = (meaning: string) => ({ type: "text", meaning, mark: "observed" }) as const;
/** The output, known from nobody but Willcall. */
export const own = <const O extends Output>(output: O): O => ({ ...output, mark: "willcall" });
/** An element with children. */
export const element = <const F extends Outputs, const A extends string = never>(
  meaning: string,
  fields: F,
  attributes: Readonly<Record<A, string>> = {} as Readonly<Record<A, string>>,
) => ({ ...documented, type: "element", meaning, fields, attributes }) as const;
/** A list in a container. */
export const list = <const F extends Outputs | null, const A extends string = never>(
  meaning: string,
  child: string,
  fields: F,
  attributes: Readonly<Record<A, string>> = {} as Readonly<Record<A, string>>,
) => ({ mark: "observed", type: "list", meaning, child, fields, attributes, bare: false }) as const;
/** A list whose children in XML have no container. */
export const bareList = <const F extends Outputs>(meaning: string, child: string, fields: F) =>
  ({ mark: "observed", type: "list", meaning, child, fields, attributes: {}, bare: true }) as const;
/** Numbered elements. */
export const outFamily = <const F extends Outputs>(meaning: string, fields: F) =>
  ({ mark: "observed", type: "family", meaning, fields }) as const;
