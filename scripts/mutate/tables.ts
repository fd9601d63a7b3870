/** A refusal that no pattern finds: `from` stands once in the file and becomes `to`; the refusal itself begins at `at` in it. */
interface ByHand {
  readonly file: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
}

/** Refusals in a form of their own. An entry whose text is gone stops the run. */
export const byHand: readonly ByHand[] = [
  {
    file: "src/core/receipts/receipt.ts",
    name: "state(unknown)",
    from: "|| row.expires_at <= now || !row.bound_to.equals(boundTo())",
    to: "",
    at: "!row.bound_to",
  },
  {
    file: "src/protocols/archtics/run.ts",
    name: "unknownUser",
    from: "return unknownUser;",
    to: "void unknownUser;",
    at: "return",
  },
  {
    file: "src/protocols/archtics/body.ts",
    name: "unknownUser",
    from: "return known ?",
    to: "return known || true ?",
    at: "known",
  },
  {
    file: "src/protocols/archtics/run.ts",
    name: "HashingOverloaded",
    from: " || error instanceof HashingOverloaded",
    to: "",
    at: "error",
  },
];

/** Kinds of refusals that are not sites at all, and why; npm run mutate prints them. */
export const notSites: readonly string[] = [
  "throw refusal(…) of src/platform/database/embedded: it guards folders, programs and users of a machine, which a test can bring about only in part",
  "DatabaseUnavailable: an outcome of the connection and no decision",
  "what gateway.ts answers for Fastify's own errors (too large, cannot be read): Fastify refuses there",
];

/**
 * Refusals without which the answer is the same, because something else refuses identically: by the site's key, the reason. An entry
 * that fits no site, or that a test kills after all, fails the run.
 */
export const equivalent: Readonly<Record<string, string>> = {};
