/** Where a backup or a restore says how far it has come. */
export interface Tell {
  /** Something is done, or is to be known: a sentence. */
  note(message: string): void;
  /** `done` of about `total` are done of what is under way; for a bar, and called often. */
  progress(what: string, done: number, total: number): void;
}

/** Gives a function that hears of more being done, and tells the sum. */
export function summing(tell: Tell, what: string, total: number): (more: number) => void {
  let done = 0;
  tell.progress(what, 0, total);
  return (more) => {
    done += more;
    tell.progress(what, done, total);
  };
}

/** A number for people, as in 1,234,567. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}

/** So many of something: 1 row, 2 rows. */
export function counted(number: number, what: string): string {
  return `${grouped(number)} ${what}${number === 1 ? "" : "s"}`;
}

/** A size for people, as in 1.2 MB. */
export function sized(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${units[step]}`;
}
