import { folderFindings, placeOf } from "./data-folder.ts";
import { databaseFindings } from "./database.ts";
import type { Finding } from "./finding.ts";
import { nodeFindings } from "./node.ts";
import { postgresFindings } from "./postgres.ts";
import { lookForServer } from "./server.ts";
import { readSettings } from "./settings.ts";
import { tlsFindings } from "./tls.ts";

/** Looks at everything that a server with these settings needs. It changes and starts nothing, and throws for nothing it finds. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const { config, findings: settings } = readSettings(env);
  const place = placeOf(config);
  const server = await lookForServer(config, place);
  const url = config.databaseUrl || server.owner?.databaseUrl;
  return [
    ...nodeFindings(),
    ...settings,
    ...folderFindings(config, place),
    ...tlsFindings(config, place),
    ...postgresFindings(config, place),
    ...server.findings,
    ...(await databaseFindings({ ...config, dataDir: place }, url)),
  ];
}
