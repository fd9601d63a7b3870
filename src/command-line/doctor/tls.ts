import { existsSync, statSync } from "node:fs";
import { BadSetting, type Config } from "../../config.ts";
import { ownNames, serves } from "../../platform/tls/own-certificate.ts";
import { pairFiles, readPair } from "../../platform/tls/pair.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const check = "https";
const dayMs = 86_400_000;

/** The certificate for HTTPS: whether it can be served, by whom its key can be read, and how long it is good for. */
export function tlsFindings(config: Config, place: string, now = new Date()): Finding[] {
  if (config.tlsPort === 0) return [ok(check, "off: TLS_PORT is 0")];
  const files = pairFiles({ ...config, dataDir: place });
  if (!config.tlsCert && !existsSync(files.cert)) return [ok(check, "no certificate yet; the first start makes one")];
  try {
    const { certificate } = readPair(files);
    const findings = config.tlsCert
      ? ending(certificate.validToDate, files.cert, now)
      : serves(certificate, ownNames(config), now)
        ? []
        : [warning(check, `${files.cert} ends soon, or is not for this server's names`, "A start of the server makes a new one")];
    if (process.platform !== "win32" && statSync(files.key).mode & 0o077)
      findings.push(warning(check, `others on this machine may read ${files.key}`, `chmod 600 ${files.key}`));
    const until = certificate.validToDate.toISOString().slice(0, 10);
    return findings.length ? findings : [ok(check, `${files.cert}, until ${until}`)];
  } catch (error) {
    const advice = config.tlsCert ? "Correct TLS_CERT and TLS_KEY" : "Run doctor as the user that runs the server";
    if (error instanceof BadSetting) return [problem(check, messageOf(error), advice)];
    return [problem(check, messageOf(error), "Look at the folder of the certificate")];
  }
}

function ending(end: Date, file: string, now: Date): Finding[] {
  const days = Math.floor((end.getTime() - now.getTime()) / dayMs);
  const advice = "Put a new certificate and its key in the place of the files: the server takes them up by itself";
  if (days < 0) return [problem(check, `the certificate in ${file} ended on ${end.toISOString()}`, advice)];
  return days < 30 ? [warning(check, `the certificate in ${file} ends in ${days} days`, advice)] : [];
}
