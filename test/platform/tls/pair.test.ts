import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { describe, it } from "node:test";
import { BadSetting } from "../../../src/config.ts";
import { type PairFiles, readPair } from "../../../src/platform/tls/pair.ts";
import type { Pair } from "../../../src/platform/tls/self-signed.ts";
import { makePair, tlsFolder, writePair } from "../../support/tls.ts";

/** A pair that parses and belongs together, of an RSA key of so many bits. */
async function rsaPair(modulusLength: number): Promise<Pair> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const signingAlgorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    { name: "CN=localhost", signingAlgorithm, keys },
    webcrypto as never,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return { cert: certificate.toString("pem"), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
}

function written(name: string, pair: Pair): PairFiles {
  const { TLS_CERT: cert, TLS_KEY: key } = writePair(tlsFolder(), name, pair);
  return { cert, key, names: { cert: "TLS_CERT", key: "TLS_KEY" } };
}

describe("a pair whose key", () => {
  it("is too short for OpenSSL to serve is refused when it is read, and not at the first caller", async () => {
    const files = written("short", await rsaPair(1024));
    assert.throws(
      () => readPair(files),
      (error) => error instanceof BadSetting && /^TLS_CERT: .*short\.crt can't be used: .*key too small/.test(error.message),
    );
  });

  it("is long enough is read", async () => {
    for (const pair of [await rsaPair(2048), await makePair(["localhost"])]) {
      const { cert, key } = readPair(written("good", pair));
      assert.deepEqual([cert, key], [pair.cert, pair.key]);
    }
  });
});
