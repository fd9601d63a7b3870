/** Why there is no backup, or why none is restored: stable words for programs. */
export type BackupRefusalCode =
  | "nothing-to-back-up"
  | "not-empty"
  | "in-use"
  | "damaged-backup"
  | "unfinished-backup"
  | "newer-backup"
  | "other-pepper"
  | "proof-failed";

/** A backup or a restore that is refused; the message is for the operator and needs no stack. */
export class BackupRefused extends Error {
  readonly code: BackupRefusalCode;

  constructor(code: BackupRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
