/**
 * One SQL statement with the name it is prepared under and the shape of the rows it gives.
 * `Row` is a promise of the SQL's author; nothing checks it at run time.
 */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Rows come as arrays in the order of the select list: cheaper on the hottest reads. */
  readonly rowMode?: "array";
  /** Planned at each run, by the tables as they then are, and not kept: for what a plan of young tables would make slow for long. */
  readonly replanned?: boolean;
  readonly row?: Row;
}

const names = new Set<string>();

/** Declares a statement. A name is used once: two texts prepared under one name would be mixed up on a connection. */
export function statement<Row = unknown>(
  name: string,
  text: string,
  options: Pick<Statement<Row>, "rowMode" | "replanned"> = {},
): Statement<Row> {
  if (names.has(name)) throw new Error(`two statements are named ${name}`);
  names.add(name);
  return { name, text: text.trim(), ...options };
}
