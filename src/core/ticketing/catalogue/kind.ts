import type { Fields } from "./field.ts";
import type { CatalogueEntity } from "./kinds.ts";

/** A kind of thing that a box office sets up. Its table has org_id, its number, the fields' columns, version, created_at and updated_at. */
export interface Kind {
  /** Also what the change log calls it, and the reference's `to`. */
  readonly name: CatalogueEntity;
  /** Of the native API's path and the command line. */
  readonly plural: string;
  readonly title: string;
  readonly table: string;
  /** The column of its number. */
  readonly id: string;
  readonly fields: Fields;
  /** What callers may name it by: a field that no two have, within the same parent. */
  readonly key?: string;
  /** The reference to what it belongs to; it can't be changed. */
  readonly parent?: string;
  /** The unique index, and the field that it is about. */
  readonly unique?: Readonly<Record<string, string>>;
  /** The status that a new one has, where its table has one. */
  readonly begins?: string;
  /** Of events: what can't be changed once there are seats by it. */
  readonly untilPublished?: readonly string[];
  /** Only events of this sort, where two kinds share a table: a column and its value. */
  readonly only?: readonly [column: string, value: string];
}

/** A thing of the catalogue: its fields by name, with its number under the kind's id. */
export type Item = Readonly<Record<string, unknown>> & {
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
};
