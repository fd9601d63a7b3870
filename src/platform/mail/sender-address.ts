/** A sender's name and address; undefined when `text` is neither an address nor "name <address>". */
export function parseSender(text: string): { name: string; address: string } | undefined {
  const [, name, bracketed, plain] = /^(?:([^<>\p{Cc}]*)<([^<>\s]+@[^<>\s]+)>|([^<>\s",]+@[^<>\s",]+))$/u.exec(text.trim()) ?? [];
  const address = bracketed ?? plain;
  return address === undefined ? undefined : { name: (name ?? "").trim().replace(/^"(.*)"$/, "$1"), address };
}
