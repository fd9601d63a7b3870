import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { SMTPServer } from "smtp-server";

/** A mail as the server got it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** The message with its headers. */
  readonly raw: string;
}

/** A real SMTP server, and what it got. */
export interface TestSmtp {
  readonly url: string;
  readonly received: Received[];
  /** What it answers to the next recipients, one each: a refusal, or undefined. */
  readonly refuse: ({ readonly code: number; readonly text: string } | undefined)[];
  /** When set, it takes a message in and answers once this resolves. */
  hold: Promise<void> | undefined;
  /** Messages whose answer is held back. */
  held: number;
  close(): Promise<void>;
}

/** Starts an SMTP server on a free port; it goes when the file ends. `password`: it wants a login. */
export async function testSmtp({ password, port = 0 }: { password?: string; port?: number } = {}): Promise<TestSmtp> {
  const state: { received: Received[]; refuse: TestSmtp["refuse"]; hold: Promise<void> | undefined; held: number } = {
    received: [],
    refuse: [],
    hold: undefined,
    held: 0,
  };
  const refusal = ({ code, text }: { code: number; text: string }) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: password === undefined,
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      if (auth.password === password) done(null, { user: "willcall" });
      else done(refusal({ code: 535, text: "5.7.8 Authentication failed" }));
    },
    onRcptTo(_address, _session, done) {
      const next = state.refuse.shift();
      done(next ? refusal(next) : null);
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        const take = () => {
          state.received.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
          done(null);
        };
        if (!state.hold) return take();
        state.held++;
        void state.hold.then(take);
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const taken = (server.server.address() as AddressInfo).port;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  after(close);
  const login = password === undefined ? "" : `willcall:${encodeURIComponent(password)}@`;
  return Object.assign(state, { url: `smtp://${login}127.0.0.1:${taken}`, close });
}
