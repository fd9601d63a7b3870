import { createHash, X509Certificate } from "node:crypto";
import { violates } from "../../platform/database/errors.ts";
import type { ClientCertificate } from "./organisation.ts";
import { insertCertificate, raiseDirectoryVersion, revokeCertificate } from "./queries.ts";
import { CannotSetUp, type SetUp } from "./set-up.ts";

/** A certificate to let in. */
export interface NewCertificate extends Pick<ClientCertificate, "orgId" | "label"> {
  readonly certificate: X509Certificate;
  readonly names?: readonly string[] | null;
  /** No limit unless it says one, as for a key. */
  readonly callsPerMinute?: number | null;
  readonly callsPerDay?: number | null;
}

/** The certificate of a PEM text, its first where it holds a chain; whatever else is in it, a private key too, is not looked at. */
export function readCertificate(pem: string): X509Certificate {
  const [block] = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (!block) throw new CannotSetUp("file: holds no certificate in PEM");
  try {
    return new X509Certificate(block);
  } catch {
    throw new CannotSetUp("file: holds a certificate that can't be read");
  }
}

/** By what a certificate is known: the SHA-256 of its DER. */
export function fingerprintOf(certificate: Pick<X509Certificate, "raw">): Buffer {
  return createHash("sha256").update(certificate.raw).digest();
}

/** Lets a certificate's bearer call for an organisation. Throws CannotSetUp when it is registered, revoked or not, or has ended. */
export async function registerCertificate({ db, clock, ids }: SetUp, input: NewCertificate): Promise<ClientCertificate> {
  const { certificate, orgId, label, callsPerMinute = null, callsPerDay = null } = input;
  const [notBefore, notAfter] = [certificate.validFromDate, certificate.validToDate];
  if (notAfter <= clock.now()) throw new CannotSetUp(`file: the certificate ended on ${notAfter.toISOString()}`);
  const fingerprint = fingerprintOf(certificate);
  const names = input.names?.map((one) => one.trim().toLowerCase()) ?? null;
  const certificateId = ids.uuid();
  try {
    await db.transaction(async (tx) => {
      const rights = [names, callsPerMinute, callsPerDay, notBefore, notAfter];
      tx.send(insertCertificate, [fingerprint, certificateId, orgId, label, ...rights, clock.now()]);
      tx.send(raiseDirectoryVersion, []);
    });
  } catch (error) {
    if (violates(error, "client_certificates_pkey"))
      throw new CannotSetUp("file: this very certificate is, or was, registered already", true);
    throw error;
  }
  const limits = { callsPerMinute, callsPerDay };
  return { certificateId, orgId, fingerprint, label, names, ...limits, notBefore, notAfter, revokedAt: null };
}

/** Ends a certificate, for good; all servers refuse it within a second. False when the organisation has no such live one. */
export async function endCertificate({ db, clock }: SetUp, orgId: number, certificateId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [ended] = await tx.query(revokeCertificate, [orgId, certificateId, clock.now()]);
    if (ended) tx.send(raiseDirectoryVersion, []);
    return ended !== undefined;
  });
}
