import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readIntact } from "../../src/backup/intact.ts";
import { rounds } from "../support/counts.ts";
import { filesOf, folder, madeUp, quietly, refusedWith, reseal } from "./support.ts";

const read = (path: string) => readIntact(path, quietly);

describe("a backup's folder", () => {
  it("is refused with any bit of any file flipped, and the file named", async () => {
    const path = madeUp();
    const files = filesOf(path);
    assert.equal(files.length, 6);
    const place = fc.record({ file: fc.constantFrom(...files), at: fc.nat(), bit: fc.nat({ max: 7 }) });
    await fc.assert(
      fc.asyncProperty(place, async ({ file, at, bit }) => {
        const whole = readFileSync(join(path, file));
        const flipped = Buffer.from(whole);
        flipped[at % whole.length]! ^= 1 << bit;
        writeFileSync(join(path, file), flipped);
        try {
          await assert.rejects(read(path), refusedWith("damaged-backup", new RegExp(file.replaceAll(".", "\\."))));
        } finally {
          writeFileSync(join(path, file), whole);
        }
      }),
      { numRuns: rounds(3_000) },
    );
    assert.equal((await read(path)).tables.length, 3, "and taken when they are flipped back");
  });

  for (const file of ["pepper", "tables/writes.copy.gz", "manifest.json", "manifest.sha256"]) {
    const named = new RegExp(file.replaceAll(".", "\\."));
    it(`is refused with ${file} cut short, grown or missing`, async () => {
      const path = madeUp();
      const whole = readFileSync(join(path, file));
      truncateSync(join(path, file), whole.length - 1);
      await assert.rejects(read(path), refusedWith("damaged-backup", named));
      writeFileSync(join(path, file), whole);
      appendFileSync(join(path, file), "\n");
      await assert.rejects(read(path), refusedWith("damaged-backup", named));
      rmSync(join(path, file));
      await assert.rejects(read(path), refusedWith("damaged-backup", new RegExp(`${named.source} is missing`)));
    });
  }

  for (const extra of ["notes.txt", "tables/mails.copy.gz", "tables/.hidden"])
    it(`is refused with ${extra} too many`, async () => {
      const path = madeUp();
      writeFileSync(join(path, extra), "x");
      await assert.rejects(read(path), refusedWith("damaged-backup", new RegExp(`${extra} does not belong to it`)));
    });

  it("is refused with a folder too many, even an empty one", async () => {
    const path = madeUp();
    mkdirSync(join(path, "tables", "tables"));
    await assert.rejects(read(path), refusedWith("damaged-backup", /tables\/tables does not belong to it/));
  });

  it("is refused with the two files of others swapped", async () => {
    const path = madeUp();
    const [one, other] = ["tables/accounts.copy.gz", "tables/customers.copy.gz"].map((file) => join(path, file)) as [
      string,
      string,
    ];
    const bytes = readFileSync(one);
    writeFileSync(one, readFileSync(other));
    writeFileSync(other, bytes);
    await assert.rejects(read(path), refusedWith("damaged-backup", /accounts\.copy\.gz .*customers\.copy\.gz /));
  });

  it("is refused while it is being made, unless that is put up with", async () => {
    const path = madeUp();
    writeFileSync(join(path, "owner.lock"), "");
    await assert.rejects(read(path), refusedWith("unfinished-backup", /was not finished/));
    assert.equal((await readIntact(path, { ...quietly, unfinished: true })).tables.length, 3);
  });

  it("of a form that this Willcall does not know is refused, and the Willcall named that does", async () => {
    const path = madeUp();
    reseal(path, () => ({ format: 2, willcall: "9.9.9" }) as never);
    await assert.rejects(read(path), refusedWith("newer-backup", /has the form 2.*Willcall 9\.9\.9/));
  });

  it("that is not there, is empty or is a file is refused", async () => {
    const path = folder();
    writeFileSync(join(path, "file"), "x");
    for (const one of ["none", "file"])
      await assert.rejects(read(join(path, one)), refusedWith("damaged-backup", /is no backup/));
    mkdirSync(join(path, "empty"));
    await assert.rejects(read(join(path, "empty")), refusedWith("damaged-backup", /manifest\.json is missing/));
  });

  it("is read whole: an abort ends it", async () => {
    const aborted = AbortSignal.abort(new Error("stop"));
    await assert.rejects(readIntact(madeUp(), { ...quietly, signal: aborted }));
  });
});
