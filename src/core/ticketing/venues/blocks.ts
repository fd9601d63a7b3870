import type { Core } from "../../core.ts";
import { manifest } from "../catalogue/kinds/venues.ts";
import { openItem } from "../catalogue/read.ts";
import { blocksOfManifest } from "./queries.ts";

/** Neighbouring seats of a manifest that are alike, with the names of their row. */
export interface ManifestBlock {
  readonly section: string;
  readonly row: string;
  readonly rowId: number;
  readonly firstSeat: number;
  readonly seats: number;
  readonly increment: number;
  readonly classId: number;
  readonly priceCode: string | null;
  readonly aisle: number;
  readonly quality: number;
  readonly attributes: readonly string[];
}

/** The seats of a manifest in the order of their rows' numbers: those of at most `rows` rows behind the row `after`. Refuses with not-there. */
export async function manifestBlocks(
  core: Pick<Core, "db">,
  orgId: number,
  manifestId: number,
  after: number,
  rows: number,
): Promise<ManifestBlock[]> {
  await openItem(core, orgId, manifest, manifestId);
  return core.db.run(blocksOfManifest, [orgId, manifestId, after, rows]);
}
