import type { Core } from "../../core/core.ts";
import type { StarterRights } from "../../core/developers/developer.ts";
import type { Directory } from "../../core/organisations/directory.ts";
import type { Log } from "../../platform/log.ts";
import type { VisitSettings } from "./visitor.ts";

/** What the pages give, to whom, and how. */
export interface DevelopersSettings {
  readonly on: boolean;
  /** The organisation that keys are for: the sandbox. Without it there are no pages. */
  readonly slug: string;
  /** The name under which it is found and under which the sample call goes. */
  readonly dsn: string;
  readonly rights: StarterRights;
  /** Under which address people reach this server; empty: the one that they ask under. */
  readonly publicUrl: string;
  /** Whether mails go out. */
  readonly mailed: boolean;
  /** Whether to show the link that a mail would have, to visitors on this machine. */
  readonly showLinks: boolean;
}

/** What the pages work with. */
export interface DeveloperParts extends VisitSettings {
  readonly core: Core;
  readonly directory: Directory;
  readonly log: Log;
  readonly developers: DevelopersSettings;
}
