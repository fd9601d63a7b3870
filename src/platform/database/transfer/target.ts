import type { ConnectionTarget } from "../connection.ts";

/** The same server, another database. */
export function inDatabase(target: ConnectionTarget, database: string): ConnectionTarget {
  if (!("url" in target)) return { ...target, database };
  return { url: target.url.replace(/^([a-z]+:\/\/[^/?#]*)(\/[^?#]*)?/, `$1/${database}`) };
}

/** The same database, with the schema as the only one that names are looked up in. */
export function searching(target: ConnectionTarget, schema: string): ConnectionTarget {
  const option = `-c search_path=${schema}`;
  if (!("url" in target)) return { ...target, options: target.options ? `${target.options} ${option}` : option };
  const [, before, given] = /^(.*?)[?&]options=([^&#]*)/.exec(target.url) ?? [];
  if (before === undefined)
    return { url: `${target.url}${target.url.includes("?") ? "&" : "?"}options=${encodeURIComponent(option)}` };
  // The last of several counts.
  const both = encodeURIComponent(`${decodeURIComponent(given!)} ${option}`);
  return { url: target.url.replace(/([?&]options=)[^&#]*/, `$1${both}`) };
}
