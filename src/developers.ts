import { type Config, isLoopback } from "./config.ts";
import type { DevelopersSettings } from "./pages/developers/parts.ts";
import { sandboxSlug, starterRights } from "./sandbox/sandbox.ts";

/** What /developers gives, and to whom: the sandbox's starter calls. Without a mail server its links show on the page, to this machine only. */
export function developersSettings(config: Config): DevelopersSettings {
  const proxied = config.publicUrl !== "" || config.publicHosts.length > 0 || config.trustedProxies.length > 0;
  return {
    on: config.developers === "on",
    slug: sandboxSlug,
    dsn: "apigee",
    rights: { ...starterRights, names: ["apigee", "sandbox"] },
    publicUrl: config.publicUrl,
    mailed: config.smtpUrl !== "",
    showLinks: config.smtpUrl === "" && isLoopback(config.host) && !proxied,
  };
}
