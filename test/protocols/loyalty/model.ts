// A plain model of seed 002's and 004's rules: lists and look-ups, nothing of how Willcall does it.

export interface Modelled {
  code: string;
  card: string;
  name: string;
  registered: boolean;
  /** Codes and cards that lead here and are this customer's no more. */
  retired: { kind: "code" | "card"; value: string }[];
}

export type Outcome = { readonly status: "new" | "update"; readonly code: string } | "error";

export interface Step {
  readonly action: "new" | "edit" | "register";
  readonly code?: string;
  readonly card?: string;
  readonly newCode?: boolean;
  readonly name?: string;
  /** Something that is refused whoever is meant. */
  readonly bad?: boolean;
}

/** Does a step on the model. `fresh` gives a code that was made; the real one is put in its place by the caller. */
export function record(all: Modelled[], { action, code, card, newCode, name, bad }: Step, fresh: () => string): Outcome {
  const byCode = (value: string) => all.find((one) => one.code === value) ?? all.find((one) => holdsRetired(one, "code", value));
  const withCard = (value: string) => all.filter((one) => one.card === value);
  const wasCard = (value: string) => all.filter((one) => holdsRetired(one, "card", value));
  if (bad) return "error";
  if (action === "new") {
    if (code && byCode(code)) return "error";
    if (card && (withCard(card).length || wasCard(card).length)) return "error";
    const own = newCode ? fresh() : (code ?? card ?? fresh());
    if (byCode(own)) return "error";
    all.push({ code: own, card: card ?? "", name: name ?? "", registered: name !== undefined, retired: [] });
    return { status: "new", code: own };
  }
  if (action === "edit" && !card && !newCode && name === undefined) return "error";
  const found = meant();
  if (found === "several") return "error";
  if (
    action === "register" &&
    (!found || found.registered || (code ? found.code !== code : found.card !== card && found.code !== card))
  )
    return "error";
  if (!found) {
    if (card && wasCard(card).length && !withCard(card).length) return "error";
    const own = newCode ? fresh() : (code ?? fresh());
    all.push({ code: own, card: card ?? "", name: name ?? "", registered: name !== undefined, retired: [] });
    return { status: "new", code: own };
  }
  const ownRetired = !code && card && !withCard(card).length && holdsRetired(found, "card", card);
  if (card && !ownRetired && card !== found.card) {
    if (wasCard(card).length && !withCard(card).length) return "error";
    found.card = card;
  }
  if (name !== undefined) found.name = name;
  if (newCode) {
    found.retired.push({ kind: "code", value: found.code });
    found.code = fresh();
  }
  if (action === "register") found.registered = true;
  return { status: "update", code: found.code };

  function meant(): Modelled | "several" | undefined {
    if (code) return byCode(code);
    if (!card) return undefined;
    const [one, ...more] = withCard(card);
    if (more.length) return "several";
    if (one) return one;
    const asCode = all.find((other) => other.code === card);
    if (asCode) return asCode;
    const [was, ...others] = wasCard(card);
    return others.length ? "several" : (was ?? byCode(card));
  }
}

function holdsRetired({ retired }: Modelled, kind: "code" | "card", value: string): boolean {
  return retired.some((one) => one.kind === kind && one.value === value);
}

export interface Replacement {
  readonly previousCode?: string;
  readonly previousCard?: string;
  /** A criterion. */
  readonly name?: string;
  readonly newCode?: string;
  readonly newCard?: string;
  readonly override?: boolean;
  readonly keep?: "matched" | "duplicate";
}

export type Replaced = { readonly status: "success"; readonly code: string } | "no_match" | "multiple_matches" | "error";

/** Does a card_replace on the model (seed 004, notes; decisions.md, section 3). */
export function replace(all: Modelled[], asked: Replacement): Replaced {
  const { previousCode, previousCard, name, newCode, newCard, override, keep } = asked;
  const codeHolder = (value: string) => all.find((one) => one.code === value);
  const wasCodeOf = (value: string) => all.find((one) => holdsRetired(one, "code", value));
  const wasCardOf = (value: string) => all.filter((one) => holdsRetired(one, "card", value));
  if (!newCode && !newCard) return "error";
  if (!previousCode && !previousCard && !name) return "error";
  const found = meant();
  if (found.length !== 1) return found.length ? "multiple_matches" : "no_match";
  const old = found[0]!;
  if (newCode && wasCodeOf(newCode)) return "error";
  // What is in the system already, be it the customer's own, is an error unless it is said that it is meant.
  const holder = newCode ? codeHolder(newCode) : undefined;
  if (holder && !override) return "error";
  const duplicate = holder === old ? undefined : holder;
  if (newCard) {
    const current = all.filter((one) => one.card === newCard);
    if (!current.length && wasCardOf(newCard).length) return "error";
    if (!override && current.length) return "error";
  }
  if (duplicate && !keep) return "error";
  const stays = duplicate && keep === "duplicate" ? duplicate : old;
  const goes = stays === old ? duplicate : old;
  const retire = (kind: "code" | "card", value: string) => {
    if (value && !holdsRetired(stays, kind, value)) stays.retired.push({ kind, value });
  };
  const before = { code: stays.code, card: stays.card };
  if (newCode) stays.code = newCode;
  if (newCard) stays.card = newCard;
  if (stays.code !== before.code) retire("code", before.code);
  if (stays.card !== before.card) retire("card", before.card);
  if (goes) {
    for (const one of goes.retired) retire(one.kind, one.value);
    if (goes.code !== stays.code) retire("code", goes.code);
    if (goes.card !== stays.card) retire("card", goes.card);
    all.splice(all.indexOf(goes), 1);
  }
  // What is one's own again leads nowhere else.
  stays.retired = stays.retired.filter(({ kind, value }) => value !== (kind === "code" ? stays.code : stays.card));
  return { status: "success", code: stays.code };

  function meant(): Modelled[] {
    const list = (one: Modelled | undefined) => (one ? [one] : []);
    if (previousCode) return list(codeHolder(previousCode) ?? wasCodeOf(previousCode));
    if (previousCard) {
      const current = all.filter((one) => one.card === previousCard);
      return current.length ? current : wasCardOf(previousCard);
    }
    return all.filter((one) => one.name.toLowerCase() === name!.toLowerCase());
  }
}
