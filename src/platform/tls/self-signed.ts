import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";

const years = 2;
const dayMs = 86_400_000;

/** What a certificate is made for and of. */
export interface NewCertificate {
  /** Host names and addresses, as subject alternative names; the first is the common name too. */
  readonly names: readonly string[];
  readonly purpose: "server" | "client";
  readonly from: Date;
  /** Two years after `from` unless it says otherwise. */
  readonly until?: Date;
}

/** A certificate and its private key, in PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** Makes a key (ECDSA, P-256) and a certificate that it signs itself. */
export async function makeSelfSigned({ names, purpose, from, until }: NewCertificate): Promise<Pair> {
  // The library finds its parts by decorators' metadata, and takes a fifth of a second to load: only who makes one pays for it.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const usage = purpose === "server" ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      // A positive number, of 127 random bits.
      serialNumber: Buffer.from(randomBytes(16).map((byte, at) => (at === 0 ? (byte & 0x3f) | 0x40 : byte))).toString("hex"),
      name: [{ CN: [names[0]!.slice(0, 64)] }, { O: ["Willcall"] }],
      notBefore: from,
      notAfter: until ?? new Date(from.getTime() + years * 365 * dayMs),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([usage]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? "ip" : "dns", value }))),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    webcrypto as never,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = key.match(/.{1,64}/g)!.join("\n");
  return {
    cert: `${certificate.toString("pem")}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  };
}
