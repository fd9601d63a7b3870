import { Type } from "typebox";
import { Refusal } from "../../../core/refusal.ts";
import { holdClass } from "../../../core/ticketing/catalogue/kinds/prices.ts";
import { allItems } from "../../../core/ticketing/catalogue/read.ts";
import { importManifest } from "../../../core/ticketing/import/manifest.ts";
import { type ManifestBlock, manifestBlocks } from "../../../core/ticketing/venues/blocks.ts";
import type { PutSeats } from "../../../core/ticketing/venues/put-seats.ts";
import { defineCall } from "../call.ts";
import { listAnswer, listQuery, pageOf, placeOf } from "../paging.ts";
import { Problem } from "../problems.ts";
import { tellAs } from "../refusals.ts";
import { nullable, number } from "../shapes.ts";

const params = Type.Object({ manifest_id: number() });

const rowShape = Type.Object({
  row_id: Type.Integer(),
  section: Type.String(),
  row: Type.String(),
  seat_increment: Type.Integer({ description: "By how much neighbours' numbers differ" }),
  blocks: Type.Array(
    Type.Object({
      first_seat: Type.Integer(),
      seats: Type.Integer(),
      hold_class: nullable<string>("string", { description: "What seats of new events start with" }),
      price_code: nullable<string>("string"),
      aisle: Type.Integer({ description: "Of a single seat: on an aisle at its low end 1, at its high end 2" }),
      quality: Type.Integer({ description: "The higher the better" }),
      attributes: Type.Array(Type.String()),
    }),
  ),
});

function rowToWire(blocks: readonly ManifestBlock[], classes: ReadonlyMap<number, string>) {
  const { rowId, section, row, increment } = blocks[0]!;
  return {
    row_id: rowId,
    section,
    row,
    seat_increment: increment,
    blocks: blocks.map((one) => ({
      first_seat: one.firstSeat,
      seats: one.seats,
      hold_class: classes.get(one.classId) ?? null,
      price_code: one.priceCode,
      aisle: one.aisle,
      quality: one.quality,
      attributes: [...one.attributes],
    })),
  };
}

export const listManifestSeats = defineCall({
  method: "GET",
  path: "/manifests/{manifest_id}/seats",
  scope: "ticketing:read",
  summary: "The seats of a manifest, row by row; limit counts rows",
  shapes: { params, query: listQuery({}), answer: listAnswer(rowShape) },
  async handle(context, { params: { manifest_id: manifestId }, query }) {
    const { core, caller } = context;
    const list = { ...query, manifest_id: manifestId };
    const after = placeOf<number>(context, list) ?? 0;
    const [blocks, all] = await Promise.all([
      manifestBlocks(core, caller.orgId, manifestId, after, query.limit + 1),
      allItems(core, caller.orgId, holdClass),
    ]);
    const classes = new Map(all.map((one) => [one.hold_class_id as number, one.name as string]));
    const rows = [...Map.groupBy(blocks, (one) => one.rowId).values()];
    return pageOf(
      context,
      list,
      rows,
      (row) => rowToWire(row, classes),
      (row) => row[0]!.rowId,
    );
  },
});

export const postManifestImport = defineCall({
  method: "POST",
  path: "/manifests/{manifest_id}/import",
  scope: "ticketing:write",
  summary: "Puts rows of seats into a manifest: each row that is listed has just those seats then. All of it or nothing",
  shapes: {
    params,
    body: Type.Object(
      {
        csv: Type.String({
          minLength: 1,
          description:
            "A table with the columns section_name, row_name, seat_num and more; docs/ticketing.md has them. Larger ones than 1 MiB: willcall ticketing import manifest",
        }),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ sections: Type.Integer(), rows: Type.Integer(), seats: Type.Integer() }),
  },
  replay: async (_context, done: PutSeats) => ({ ...done }),
  async handle({ core, caller }, { params: { manifest_id: manifestId }, body }) {
    try {
      return { ...(await importManifest(core, caller, manifestId, body.csv)) };
    } catch (error) {
      if (error instanceof Refusal && error.refusal === "value-invalid") {
        const message = `${error.facts.field}: ${error.facts.fault}`;
        tellAs(error, new Problem(400, "The request can't be taken", [{ field: "body.csv", message }]));
      }
      throw error;
    }
  },
});
