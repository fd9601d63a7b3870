import { BadSetting, type Config } from "./config.ts";
import { fillSearchGrams } from "./core/customers/fill-search-grams.ts";
import { findPepperProofs, insertPepperProof } from "./core/organisations/queries.ts";
import { systemClock } from "./platform/clock.ts";
import type { ConnectionTarget } from "./platform/database/connection.ts";
import { type Database, openDatabase } from "./platform/database/database.ts";
import { migrate } from "./platform/database/migrate.ts";
import { loadPepper, type Pepper, pepperProof, provesPepper } from "./platform/secrets/pepper.ts";

/** Brings the schema, and what older code left out, up to date and sees that the pepper is the one that the stored secrets were made with. Gives the migrations that ran. */
export async function prepareDatabase(config: Config, target: ConnectionTarget): Promise<string[]> {
  const ran = await migrate(target, systemClock);
  const db = openDatabase(target, { writers: 1, readers: 1 });
  try {
    await provePepper(db, loadPepper(config.dataDir, config.pepper));
    await fillSearchGrams({ db });
  } finally {
    await db.close();
  }
  return ran;
}

/** Throws BadSetting for a pepper that the stored secrets were not made with: every PIN would be wrong. A new version is noted. */
export async function provePepper(db: Database, pepper: Pepper): Promise<void> {
  // Refused before anything is noted, and once more after: another node may have noted another key under the same version.
  await refuseOtherPepper(db, pepper);
  for (const version of pepper.versions) await db.run(insertPepperProof, [version, pepperProof(pepper, version)]);
  await refuseOtherPepper(db, pepper);
}

async function refuseOtherPepper(db: Database, pepper: Pepper): Promise<void> {
  for (const { pepper_version: version, proof } of await db.read(findPepperProofs, [])) {
    if (provesPepper(pepper, version, proof)) continue;
    const what = pepper.versions.includes(version) ? "is not the one" : "is missing; it is one";
    throw new BadSetting(
      `PEPPER: version ${version} ${what} that this database's secrets were made with; set PEPPER, or put back the file pepper of the data folder that the database began with`,
    );
  }
}
