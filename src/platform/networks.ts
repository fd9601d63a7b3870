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
    const [address = "", bits] = cidr.split("/");
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    if (family === 0 || !/^\d{1,3}$/.test(bits ?? "0") || prefix > most)
      throw new Error(`${cidr} is neither an address nor a network`);
    list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  made.set(cidrs, list);
  return list;
}
