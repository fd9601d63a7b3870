import { BlockList, isIP } from "node:net";

/** Headers by which a proxy says that it passes somebody else's request on. */
const forwarding = [
  "x-forwarded-for",
  "forwarded",
  "x-real-ip",
  "x-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "x-forwarded-host",
  "x-forwarded-proto",
  "via",
];

/** Whether a request came through a proxy, going by its headers. */
export function isForwarded(header: (name: string) => unknown): boolean {
  return forwarding.some((name) => header(name) !== undefined);
}

const made = new WeakMap<readonly string[], BlockList>();

/** A list that answers whether an address lies in one of `cidrs` (single addresses count as networks of one). Throws on what is neither. */
export function networks(cidrs: readonly string[]): BlockList {
  const known = made.get(cidrs);
  if (known) return known;
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = "", bits, ...more] = cidr.split("/");
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits ?? "0") || prefix > most)
      throw new Error(`${cidr} is neither an address nor a network`);
    list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  made.set(cidrs, list);
  return list;
}

/** Whether an address lies in a list; an IPv4 address that is written as IPv6 counts as what it is. */
export function contains(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? "ipv4" : "ipv6");
}

/** A request's head, as far as its sender's address goes. */
export interface Sender {
  header(name: string): string | undefined;
  /** The peer's address. */
  readonly remoteAddress: string;
}

/** The address to judge: the peer's, or what a trusted proxy says; undefined when an untrusted one forwards. */
export function clientAddress(sender: Sender, trusted: BlockList): string | undefined {
  const forwarded = sender.header("x-forwarded-for");
  if (!isForwarded(sender.header)) return sender.remoteAddress;
  if (!contains(trusted, sender.remoteAddress) || forwarded === undefined) return undefined;
  const hops = forwarded.split(",").map((hop) => hop.trim());
  // The nearest hop that is no proxy of ours: everything further left is the client's own word.
  return hops.reverse().find((hop) => !contains(trusted, hop)) ?? hops.at(-1);
}

/** Whether a request comes from one of `cidrs`, whoever forwards it; null: from anywhere. */
export function comesFrom(cidrs: readonly string[] | null, sender: Sender, trusted: BlockList): boolean {
  if (cidrs === null) return true;
  const address = clientAddress(sender, trusted);
  return address !== undefined && contains(networks(cidrs), address);
}
