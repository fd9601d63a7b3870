// Names as varied as people's: of syllables, so that parts of five letters are shared by some and not by all.

const syllables =
  "an ber bor bra cal car chen da den dor ed el en far fen fer fos gar gel gor gra ha hal har hol in is jan jo kal kar kel kim kra la lan lar len lin lo lun ma mal mar men mi mor na nak nel ner no nor ol or os pa par pel per pin qui ra ram ran rei ri rod ros sa san sel sen shi so stam stein ster su ta tan tel ter thor ti tor tu ul ur va van vel ven vi vor wal wan war wei wen wil wor ya yam yel yo za zan zel zin zo".split(
    " ",
  );

/** A number between 0 and 1 that follows from another, so that a customer's name is known without being kept. */
function scattered(seed: number): number {
  let x = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

function word(seed: number, count: number): string {
  const parts = Array.from(
    { length: count },
    (_, at) => syllables[Math.floor(scattered(seed * 31 + at * 7919) * syllables.length)]!,
  );
  const text = parts.join("");
  return text[0]!.toUpperCase() + text.slice(1);
}

/** The names of the customer with a number. */
export function namesOf(number: number): { givenName: string; familyName: string } {
  return { givenName: word(number * 2, 2), familyName: word(number * 2 + 1, 3 + (number % 2)) };
}
