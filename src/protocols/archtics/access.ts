import type { BlockList } from "node:net";
import type { Core } from "../../core/core.ts";
import type { LimitedKey } from "../../core/limits/limiter.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { ApiKey, Organisation } from "../../core/organisations/organisation.ts";
import { clientAddress, contains, networks } from "../../platform/networks.ts";
import { type Product, products } from "./command.ts";
import { type FaultName, refuseRequest } from "./faults.ts";

/** The forms that a URL of this protocol comes in (decisions.md, section 2, Paths). */
export type UrlForm =
  | { readonly form: "key"; readonly product: Product }
  | { readonly form: "certificate" }
  | { readonly form: "network" }
  | { readonly form: "unknown" };

/** Who may call what, once the request's head has been judged. */
export interface Access {
  readonly organisation: Organisation;
  /** The URL's DSN, in the directory's spelling; an own network may leave it to the JSON. */
  readonly dsn: string | undefined;
  readonly key: ApiKey | undefined;
  /** Of the client certificate that stood in for a key. */
  readonly certificateId?: string;
  /** Whose calls are counted and bounded: the key, or the certificate as if it were one. An own network's are not. */
  readonly counted: LimitedKey | undefined;
  readonly product: Product;
}

export const archticsPath = /\/ticketing_services\.aspx$/i;

/** What a request's head says, as far as access goes. */
export interface RequestHead {
  readonly path: string;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
  /** The peer's address. */
  readonly remoteAddress: string;
}

export interface AccessSettings {
  readonly ownHosts: ReadonlySet<string>;
  readonly trustedProxies: BlockList;
}

/** Which form a path has; the last folder before the file decides, and the one before it for /archtics/ats/. */
export function formOf(path: string): UrlForm {
  const folders = path.replace(archticsPath, "").toLowerCase().split("/");
  const [before, last] = [folders.at(-2), folders.at(-1)];
  if (last === "ats") return { form: before === "archtics" ? "certificate" : "network" };
  const product = last === "archticsservices" ? "sth-buy" : products.find((one) => one === last);
  return product ? { form: "key", product } : { form: "unknown" };
}

/** Judges a request of the key form by its head. Refuses with the fault that decisions.md, section 2, Paths has for it. */
export async function accessByKey(core: Core, directory: Directory, head: RequestHead, product: Product): Promise<Access> {
  const sent = head.header("apikey") || head.header("x-api-key") || head.query.get("apikey");
  if (!sent) refuseRequest("no-key");
  const key = await directory.apiKey(sent);
  if (key?.protocol !== "archtics" || key.revokedAt || (key.expiresAt && key.expiresAt <= core.clock.now()))
    refuseRequest("wrong-key");
  const dsn = normalDsn(head.query.get("dsn"));
  const orgId = dsn === undefined ? undefined : await directory.orgIdOf("archtics", dsn);
  if (orgId === undefined) refuseRequest("unknown-dsn");
  if (orgId !== key.orgId || (key.names && !key.names.includes(dsn!))) refuseRequest("not-this-dsn");
  if (!holds(key, product)) refuseRequest("not-this-product");
  return { organisation: (await directory.organisation(orgId))!, dsn, key, counted: key, product };
}

/** Judges the head of a request from an own network, before its body is read; gives the address to judge. All refusals look alike. */
export function judgeNetworkHead(head: RequestHead, settings: AccessSettings): string {
  if (head.header("origin") !== undefined) refuseRequest("not-this-network");
  if (!settings.ownHosts.has(hostName(head.header("host") ?? ""))) refuseRequest("not-this-network");
  return clientAddress(head, settings.trustedProxies) ?? refuseRequest("not-this-network");
}

/** Judges a request from an organisation's own network, once its JSON has named the DSN. */
export async function accessByNetwork(
  directory: Directory,
  head: RequestHead,
  address: string,
  jsonDsn: string,
): Promise<Access> {
  const refused: FaultName = "not-this-network";
  const urlDsn = head.query.get("dsn");
  if (urlDsn !== null && normalDsn(urlDsn) !== jsonDsn) refuseRequest("dsns-differ");
  const orgId = await directory.orgIdOf("archtics", jsonDsn);
  const organisation = orgId === undefined ? undefined : await directory.organisation(orgId);
  if (!organisation || !contains(networks(organisation.ownNetworks), address)) refuseRequest(refused);
  return { organisation, dsn: jsonDsn, key: undefined, counted: undefined, product: "sth-buy" };
}

/** A DSN as the directory spells it; undefined for none. */
export function normalDsn(text: string | null | undefined): string | undefined {
  return text?.trim().toLowerCase() || undefined;
}

/** Whether a key holds a product: its own, or one that includes it. */
function holds(key: ApiKey, product: Product): boolean {
  return key.products.some((held) => products.indexOf(held as Product) >= products.indexOf(product));
}

function hostName(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "");
}
