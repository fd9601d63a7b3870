import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "../../config.ts";
import { findPepperProofs } from "../../core/organisations/queries.ts";
import type { Database } from "../../platform/database/database.ts";
import { loadPepper, provesPepper } from "../../platform/secrets/pepper.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const check = "pepper";

/** Whether the pepper is the one that the database's secrets were made with. */
export async function pepperFindings(config: Config, db: Database): Promise<Finding[]> {
  const proofs = await db.read(findPepperProofs, []);
  const file = fileOf(config);
  // loadPepper would make a missing one.
  if (!config.pepper && !existsSync(file)) {
    if (proofs.length === 0) return [ok(check, "none yet; the first start makes one")];
    return [problem(check, `${file} is missing, and the database's secrets need it`, "Put it back from a backup, or set PEPPER")];
  }
  const findings = pepperFileFindings(config);
  if (proofs.length === 0 || findings.some(({ status }) => status === "problem")) return findings;
  const pepper = loadPepper(config.dataDir, config.pepper);
  if (proofs.every((one) => provesPepper(pepper, one.pepper_version, one.proof))) {
    return findings.some(({ status }) => status === "warning")
      ? findings
      : [ok(check, "the one that the database's secrets were made with")];
  }
  const advice = "Set PEPPER, or put back the file pepper of the data folder that the database began with";
  return [problem(check, "not the one that the database's secrets were made with", advice)];
}

/** What can be said of the pepper without the database. */
export function pepperFileFindings(config: Config): Finding[] {
  const file = fileOf(config);
  if (!config.pepper && !existsSync(file)) return [ok(check, `not in ${file} yet; the first start makes one`)];
  try {
    loadPepper(config.dataDir, config.pepper);
  } catch (error) {
    const closed = (error as { code?: unknown }).code === "EACCES";
    const advice = closed ? "Run doctor as the user that runs the server" : "Put it back from a backup, or correct PEPPER";
    return [problem(check, messageOf(error), advice)];
  }
  if (config.pepper) return [ok(check, "from PEPPER")];
  if (process.platform !== "win32" && statSync(file).mode & 0o077)
    return [warning(check, `others on this machine may read ${file}`, `chmod 600 ${file}`)];
  return [ok(check, file)];
}

function fileOf(config: Config): string {
  return path.join(config.dataDir, "pepper");
}
