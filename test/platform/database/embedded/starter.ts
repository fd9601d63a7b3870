// A process that owns a data folder and runs its database until it is killed.
import { takeOwnership } from "../../../../src/platform/database/embedded/owner.ts";
import { startEmbedded } from "../../../../src/platform/database/embedded/supervisor.ts";

const [dataDir = ""] = process.argv.slice(2);
const ownership = await takeOwnership(dataDir, { version: "test" });
const embedded = await startEmbedded({ dataDir });
ownership.update({ databaseUrl: embedded.url });
process.stdout.write(`${embedded.pid()} ${embedded.url}\n`);
setInterval(() => {}, 1_000);
