import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { BadSetting, type Config } from "../../config.ts";
import { ownFiles } from "./own-certificate.ts";
import type { Pair } from "./self-signed.ts";

/** The files that a server takes its certificate and key from, and the settings that name them; one file may hold both. */
export interface PairFiles {
  readonly cert: string;
  readonly key: string;
  readonly names: { readonly cert: string; readonly key: string };
}

/** The operator's files, or the server's own. */
export function pairFiles({ tlsCert, tlsKey, dataDir }: Pick<Config, "tlsCert" | "tlsKey" | "dataDir">): PairFiles {
  if (tlsCert) return { cert: tlsCert, key: tlsKey, names: { cert: "TLS_CERT", key: "TLS_KEY" } };
  const { pair } = ownFiles(dataDir);
  const name = "TLS_PORT: the server's own certificate";
  return { cert: pair, key: pair, names: { cert: name, key: name } };
}

/** Reads a certificate and its key. Throws BadSetting, which names the setting and the file, for a pair that can't be served. */
export function readPair({ cert, key, names }: PairFiles): Pair & { readonly certificate: X509Certificate } {
  const pair = { cert: readPem(names.cert, cert), key: readPem(names.key, key) };
  const certificate = parse(names.cert, cert, "no certificate in PEM", () => new X509Certificate(pair.cert));
  const encrypted = /ENCRYPTED/.test(pair.key);
  const what = encrypted ? "a key under a passphrase; store it without one" : "no private key in PEM";
  const privateKey: KeyObject = parse(names.key, key, what, () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(privateKey)) throw new BadSetting(`${names.key}: ${key} is not the key of ${cert}`);
  try {
    // Finds what OpenSSL would refuse only when it serves, such as a key that is too short.
    createSecureContext(pair);
  } catch (error) {
    throw new BadSetting(`${names.cert}: ${cert} can't be used: ${(error as Error).message}`);
  }
  return { ...pair, certificate };
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new BadSetting(`${name}: ${path} can't be read: ${(error as Error).message}`);
  }
}

/** What the parser says itself could hold parts of the file, so it is not passed on. */
function parse<T>(name: string, path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new BadSetting(`${name}: ${path} holds ${what}`);
  }
}
