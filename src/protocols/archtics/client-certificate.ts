import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Core } from "../../core/core.ts";
import { fingerprintOf } from "../../core/organisations/certificates.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import { type Access, normalDsn } from "./access.ts";
import { refuseRequest } from "./faults.ts";

const known = new WeakMap<Socket, Buffer>();

/** The SHA-256 of the certificate that the caller of this connection has proved to hold the key of; undefined without TLS or one. */
export function certificateOf(socket: Socket): Buffer | undefined {
  const earlier = known.get(socket);
  if (earlier) return earlier;
  // A handshake proves the key, whoever has signed the certificate; only registered ones count, by their fingerprint.
  const certificate = "getPeerX509Certificate" in socket ? (socket as TLSSocket).getPeerX509Certificate() : undefined;
  if (!certificate) return undefined;
  const fingerprint = fingerprintOf(certificate);
  known.set(socket, fingerprint);
  return fingerprint;
}

/** Judges a request of the client certificate's form by its head; what was proved a moment ago may have been revoked since. */
export async function accessByCertificate(
  core: Core,
  directory: Directory,
  fingerprint: Buffer | undefined,
  urlDsn: string | null,
): Promise<Access> {
  const certificate = fingerprint && (await directory.certificate(fingerprint));
  if (!certificate || certificate.revokedAt) refuseRequest("no-certificate");
  const now = core.clock.now();
  if (now < certificate.notBefore || certificate.notAfter <= now) refuseRequest("no-certificate");
  const dsn = normalDsn(urlDsn);
  const orgId = dsn === undefined ? undefined : await directory.orgIdOf("archtics", dsn);
  if (orgId === undefined) refuseRequest("unknown-dsn");
  if (orgId !== certificate.orgId || (certificate.names && !certificate.names.includes(dsn!))) refuseRequest("no-certificate");
  const organisation = (await directory.organisation(orgId))!;
  const { certificateId, callsPerMinute, callsPerDay } = certificate;
  // Its id is no key's, so that it shares the tables that keys are counted in.
  const counted = { orgId, keyId: certificateId, callsPerMinute, callsPerDay };
  return { organisation, dsn, key: undefined, certificateId, counted, product: "sth-buy" };
}
