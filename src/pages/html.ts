/** Markup that is safe to send. Only the `html` tag makes it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string, key: typeof maker) {
    if (key !== maker) throw new Error("only the html tag makes markup");
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const maker = Symbol("the html tag");

/** What may stand in a hole of the tag. Text is escaped; undefined, null and false leave nothing. */
export type Hole = Html | string | number | undefined | null | false | readonly Hole[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it stands in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => entities[char]!);
}

/** Markup with holes, each escaped unless it is markup itself. Attributes must be quoted. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let markup = parts[0]!;
  for (const [at, hole] of holes.entries()) markup += render(hole) + parts[at + 1]!;
  return new Html(markup, maker);
}

function render(hole: Hole): string {
  if (hole instanceof Html) return hole.toString();
  if (hole === undefined || hole === null || hole === false) return "";
  if (typeof hole === "object") return hole.map(render).join("");
  return escapeHtml(String(hole));
}
