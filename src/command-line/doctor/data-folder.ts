import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, lstatSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "../../config.ts";
import { closedFolders, identityFor, isRoot, nearestExisting } from "../../platform/database/embedded/identity.ts";
import { pgdataOf } from "../../platform/database/embedded/place.ts";
import { messageOf } from "../errors.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const gigabyte = 1024 ** 3;

/** Where a start would find or put the data. Unlike placeData, which it follows, it makes nothing. */
export function placeOf(config: Config): string {
  const dataDir = path.resolve(config.dataDir);
  if (config.databaseUrl || !config.dataDirIsDefault || !isRoot() || existsSync(pgdataOf(dataDir))) return dataDir;
  const { folder, missing } = nearestExisting(dataDir);
  const hash = createHash("sha256")
    .update(path.join(folder, ...missing))
    .digest("hex");
  const moved = ["/var/lib", "/var/tmp"].map((base) => path.join(base, "willcall", `data-${hash.slice(0, 12)}`));
  return moved.find((place) => existsSync(pgdataOf(place))) ?? dataDir;
}

/** The data folder: whether it is there, is ours, can be written and has room. */
export function folderFindings(config: Config, place: string): Finding[] {
  // With a database elsewhere and the pepper in a setting, only the server's own certificate could be kept here.
  const ownCertificate = config.tlsPort !== 0 && !config.tlsCert;
  if (config.databaseUrl && config.pepper && !ownCertificate)
    return [ok("data folder", "not used: DATABASE_URL and PEPPER are set")];
  try {
    return existsSync(place) ? existing(config, place) : missing(place);
  } catch (error) {
    return [problem("data folder", `${place} can't be looked at: ${messageOf(error)}`, "Let this user in, or set DATA_DIR")];
  }
}

function missing(place: string): Finding[] {
  const { folder } = nearestExisting(place);
  if (!isWritable(folder))
    return [
      problem("data folder", `${place} can't be made: this user can't write in ${folder}`, "Make it by hand, or set DATA_DIR"),
    ];
  return [ok("data folder", `${place} is not there yet; the first start makes it`), ...room(folder)];
}

function existing(config: Config, place: string): Finding[] {
  const stat = statSync(place);
  if (!stat.isDirectory()) return [problem("data folder", `${place} is no folder`, "Set DATA_DIR to a folder")];
  const me = process.getuid?.();
  const findings: Finding[] = [];
  if (me !== undefined && me !== 0 && stat.uid !== me) {
    const message = `${place} belongs to user ${stat.uid}, and this is user ${me}`;
    findings.push(problem("data folder", message, "Start Willcall as that user, or set DATA_DIR to another folder"));
  } else if (!isWritable(place)) {
    findings.push(
      problem("data folder", `${place} can't be written by this user`, "Give the folder to this user, or set DATA_DIR"),
    );
  }
  const who = config.databaseUrl ? undefined : identityFor(pgdataOf(place));
  const closed = who ? closedFolders(path.dirname(place), who) : [];
  if (closed.length)
    findings.push(
      problem(
        "data folder",
        `${place} lies in ${closed.join(" ")}, where user ${who!.uid}, whom PostgreSQL runs as under root, can't enter`,
        `chmod o+x ${closed.join(" ")}, or set DATA_DIR to another folder`,
      ),
    );
  if (lstatSync(place).isSymbolicLink() && findings.length === 0) return [ok("data folder", `${place}, a link`), ...room(place)];
  return [...(findings.length ? findings : [ok("data folder", place)]), ...room(place)];
}

/** PostgreSQL stops when its disk is full. */
function room(folder: string): Finding[] {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const message = `${(free / gigabyte).toFixed(1)} GB free for ${folder}`;
  const advice = "Free some space: a full disk stops the database";
  if (free < gigabyte / 5) return [problem("disk", message, advice)];
  return [free < 2 * gigabyte ? warning("disk", message, advice) : ok("disk", message)];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
