import type { ReadLog } from "../../core/audit/read-log.ts";
import type { Caller, Core } from "../../core/core.ts";
import type { Organisation } from "../../core/organisations/organisation.ts";
import { char, type DecodedFields, type EncodableFields, type Fields, integer, type Mark, secret } from "./fields.ts";
import type { Family } from "./refusals.ts";

/** The products nest: a key for one may also do what the ones before it may (decisions.md, section 2). */
export const products = ["sth-customer", "sth-inventory", "sth-hold", "sth-buy"] as const;
export type Product = (typeof products)[number];

/** What a handler works with. */
export interface CommandContext {
  readonly core: Core;
  readonly caller: Caller;
  readonly organisation: Organisation;
  /** The DSN that was called, as in the directory. */
  readonly dsn: string;
  readonly reads: ReadLog;
  readonly server: ServerFigures;
}

/** What ping tells. */
export interface ServerFigures {
  activeRequests(): number;
  unscheduledRequests(): number;
  databaseConnections(): number;
}

export interface ResultCode {
  readonly meaning: string;
  readonly mark: Mark;
  /** 0 unless it says otherwise; 100 is SQL's NOT FOUND. */
  readonly sqlCode?: number;
}

/** One vendor command, declared once: decoding, encoding, its page in docs/ and OpenAPI all follow from this. */
export interface Command<I extends Fields = Fields, O extends Fields = Fields> {
  readonly name: string;
  readonly product: Product;
  readonly purpose: string;
  /** Which column of refusals.ts holds its codes. */
  readonly family: Family;
  readonly input: I;
  /** The inputs that count for this very request, where some values make the others be ignored. */
  readonly narrowed?: (source: Record<string, unknown>) => Fields;
  /** Paths of inputs that must be there, in the order they are reported. */
  readonly required: readonly string[];
  readonly output: O;
  /** Under which name the answer says what is wrong; error_detail unless it is given. */
  readonly detailName?: "error_desc";
  readonly results: Readonly<Record<number, ResultCode>>;
  /** Codes for a missing input, one that can't be taken, and a day that is not in the calendar. */
  readonly codes: { readonly missing: number; readonly invalid: number; readonly impossibleDay?: number };
  handle(context: CommandContext, input: DecodedFields<I>): Promise<EncodableFields<O>>;
  /** What is answered once the write that decides the command has been done; without it nothing but the result. */
  readonly wrote?: (done: unknown) => EncodableFields<O>;
}

/** A refusal that only this protocol knows. `output`: what the answer holds beside the code. */
export class CommandRefusal extends Error {
  readonly result: number;
  readonly output: EncodableFields<Fields>;

  constructor(result: number, detail: string, output: EncodableFields<Fields> = {}) {
    super(detail);
    this.result = result;
    this.output = output;
  }
}

/** Refuses the command with one of its own result codes; never returns. */
export function refuseCommand(result: number, detail: string, output: EncodableFields<Fields> = {}): never {
  throw new CommandRefusal(result, detail, output);
}

/** Declares a command: its handler gets what its input decodes to and must give what its output declares. */
export function defineCommand<const I extends Fields, const O extends Fields>(command: Command<I, O>): Command {
  return command as unknown as Command;
}

/** The inputs of every command. */
export const commonInput = {
  cmd: char(32, "The command's name"),
  ref: char(32, "Echoed to the answer"),
  uid: char(12, "A known user of the DSN"),
  pwd: secret(36, "Checked when it is sent, or when the user is set to require it"),
  dsn: char(32, "The database; must equal the URL's"),
  site_name: char(24, "The web site that the consumer uses"),
  call_reason: char(32, "S: a call by a system and not by the consumer, so no PIN is needed"),
} as const;

/** The outputs of every command. */
export const commonOutput = {
  result: integer("0, or why not"),
  sql_code: integer("0; 100 when nothing was found; -140 for an unknown user or a wrong password"),
  error_detail: char(250, "What is wrong, in English, with the field's name"),
} as const;

/** The results of every command. */
export const commonResults: Readonly<Record<number, ResultCode>> = {
  0: { meaning: "Done", mark: "documented" },
  5010: { meaning: "Unknown uid or wrong pwd", mark: "willcall", sqlCode: -140 },
  9998: { meaning: "Internal error; error_detail holds a request id to tell the operator", mark: "willcall" },
  9999: { meaning: "Unknown command, or a value that can't be taken", mark: "documented" },
};
