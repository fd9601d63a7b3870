/** Where a command's words go. The result alone goes to standard output, so that it can be piped. */
export interface Terminal {
  /** True: everything is written as JSON, one document a line on standard error and one in all on standard output. */
  readonly json: boolean;
  /** Writes what the command was asked for: the document for machines, or else the text for people. */
  result(document: object, text: string): void;
  /** Writes what an operator should know beside the result, to standard error. */
  note(message: string): void;
  /** Writes why there is no result, to standard error. */
  failure(code: string, message: string): void;
}

/** The process's own standard streams as a terminal. */
export function openTerminal(json: boolean): Terminal {
  const line = (document: object) => `${JSON.stringify(document)}\n`;
  return {
    json,
    result: (document, text) => void process.stdout.write(json ? `${JSON.stringify(document, undefined, 2)}\n` : `${text}\n`),
    note: (message) => void process.stderr.write(json ? line({ note: { message } }) : `${message}\n`),
    failure: (code, message) => void process.stderr.write(json ? line({ error: { message, code } }) : `error: ${message}\n`),
  };
}
