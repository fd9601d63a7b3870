import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadSetting } from "../../config.ts";

/** The key under all stored secrets: without it a copied database gives nobody's PIN away. Shared by all nodes, part of every backup. */
export interface Pepper {
  /** The version that new secrets are made with. */
  readonly version: number;
  /** All versions at hand. */
  readonly versions: readonly number[];
  /** HMAC-SHA256 of `text` under a version; undefined when that version is not at hand. */
  apply(text: string, version: number): Buffer | undefined;
}

/** The pepper's file in a data folder. */
export function pepperFile(dataDir: string): string {
  return join(dataDir, "pepper");
}

/** The pepper of the PEPPER setting, or of the file in the data folder, which the first start makes. Throws BadSetting. */
export function loadPepper(dataDir: string, setting: string): Pepper {
  if (setting !== "") return parsePepper(setting, "PEPPER");
  return parsePepper(readOrMakeFile(pepperFile(dataDir)), `PEPPER: the file pepper in ${dataDir}`);
}

/** Reads a pepper's text, as the setting and the file have it. `where` begins the message of the BadSetting for one that can't be used. */
export function parsePepper(text: string, where: string): Pepper {
  const keys = new Map<number, KeyObject>();
  for (const part of text.trim().split(/[,\s]+/)) {
    const [, version, encoded] = /^(\d{1,6}):([A-Za-z0-9+/=_-]+)$/.exec(part) ?? [];
    const key = Buffer.from(encoded ?? "", "base64");
    if (!version || key.length < 32)
      throw new BadSetting(`${where} must be version:base64 of at least 32 bytes, separated by commas`);
    // As a key object: from bytes one would be made at every use, which costs more than the HMAC.
    keys.set(Number(version), createSecretKey(key));
  }
  return {
    version: Math.max(...keys.keys()),
    versions: [...keys.keys()],
    apply(secret, version) {
      const key = keys.get(version);
      return key && createHmac("sha256", key).update(secret).digest();
    },
  };
}

/** Two starters may come at once: the file appears whole, by a link, and the loser reads the winner's. */
function readOrMakeFile(path: string): string {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    mkdirSync(join(path, ".."), { recursive: true });
    const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
    writeFileSync(draft, `1:${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flush: true });
    chmodSync(draft, 0o600);
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return readFileSync(path, "utf8");
}

/** What is stored to recognise a pepper by; tells nothing about it. */
export function pepperProof(pepper: Pepper, version = pepper.version): Buffer | undefined {
  return pepper.apply("willcall pepper proof", version);
}

/** Whether `pepper` is the one that `proof` was made with. */
export function provesPepper(pepper: Pepper, version: number, proof: Buffer): boolean {
  const mine = pepperProof(pepper, version);
  return mine !== undefined && mine.length === proof.length && timingSafeEqual(mine, proof);
}
