import { type Config, isLoopback } from "../../config.ts";
import { findApiKey, findOrganisation, listOrganisations, organisationsWithoutKey } from "../../core/organisations/queries.ts";
import type { Database } from "../../platform/database/database.ts";
import { hashKey } from "../../platform/secrets/api-key.ts";
import { sandboxKeys } from "../../sandbox/sandbox.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const check = "keys";

/** Keys that everybody knows on an address that everybody reaches, and organisations that nobody has a key for. */
export async function organisationFindings(config: Config, db: Database): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { key } of sandboxKeys) findings.push(...(await publicKey(config, db, key)));
  for (const { slug } of await db.read(organisationsWithoutKey, [new Date()]))
    findings.push(warning(check, `${slug} has no live key`, `willcall key create --org ${slug} --label ... --product ...`));
  return findings.length ? findings : [ok(check, "every organisation has a live one")];
}

/** A proxy in front of a loopback address, or real organisations beside the sandbox, make its public keys a danger too. */
async function publicKey({ host, publicHosts, trustedProxies }: Config, db: Database, key: string): Promise<Finding[]> {
  const [found] = await db.read(findApiKey, [hashKey(key)]);
  if (!found || found.revokedAt) return [];
  const [organisation] = await db.read(findOrganisation, [found.orgId]);
  const revoke = `willcall key revoke ${found.keyId} --org ${organisation?.slug}`;
  if (isLoopback(host)) {
    const proxied = publicHosts.length > 0 || trustedProxies.length > 0;
    const others = (await db.read(listOrganisations, [])).length > 1;
    if (!proxied && !others) return [];
    const why = proxied ? "others reach this server by a proxy" : "there are other organisations";
    return [warning(check, `the sandbox's public key ${key} is live, and ${why}`, revoke)];
  }
  const advice = `${revoke}, or set HOST to 127.0.0.1`;
  return [problem(check, `the sandbox's public key ${key} is live, and HOST is ${host}: others may call with it`, advice)];
}
