import { existsSync } from "node:fs";
import { findOrganisationBySlug } from "../../core/organisations/queries.ts";
import type { Verified } from "../../core/verify/check.ts";
import type { Home } from "../../home.ts";
import { migrations } from "../../platform/database/migrate.ts";
import { atOneMoment } from "../../platform/database/one-moment.ts";
import { hasMigrationsTable, newestMigration } from "../../platform/database/queries.ts";
import { loadPepper, type Pepper, pepperFile } from "../../platform/secrets/pepper.ts";
import { CommandFailed } from "../errors.ts";

/** A database that checks can look into. */
export interface Opened {
  readonly pepper: Pepper;
  /** Runs `work` on the database as it is at that moment. */
  readonly look: <T>(work: (db: Verified["db"]) => Promise<T>) => Promise<T>;
}

/**
 * Sees that the database is one that this code's checks are for, that it has the organisation, if one is named, and that there is a pepper. Throws CommandFailed when not;
 * makes and migrates nothing.
 */
export async function openToVerify({ config, target }: Home, slug: string | undefined, signal: AbortSignal): Promise<Opened> {
  if (config.pepper === "" && !existsSync(pepperFile(config.dataDir)))
    throw new CommandFailed(`there is no pepper in ${config.dataDir}: set DATA_DIR or PEPPER as the server has it`);
  const pepper = loadPepper(config.dataDir, config.pepper);
  const look: Opened["look"] = (work) => atOneMoment(target, signal, work);
  await look(async (db) => {
    const [table] = await db.read(hasMigrationsTable, []);
    const [newest] = table?.present ? await db.read(newestMigration, []) : [];
    if (!newest?.version) throw new CommandFailed("the database holds no Willcall yet");
    const known = migrations().at(-1)?.version ?? 0;
    if (newest.version !== known)
      throw new CommandFailed(
        `the database is at schema ${newest.version}, and this Willcall is for ${known}: ${newest.version < known ? 'run "willcall migrate" first' : "take the newer Willcall"}`,
      );
    if (slug === undefined) return;
    const [found] = await db.read(findOrganisationBySlug, [slug]);
    if (!found) throw new CommandFailed(`--organisation: no organisation has the slug ${JSON.stringify(slug)}`);
  });
  return { pepper, look };
}
