import { connect, type Socket } from "node:net";

/** Opened beforehand, as clients keep them: fewer than what a server lets wait to be accepted, or the kernel's own retries would be measured. */
const connectionCount = 800;
const patienceMs = 10_000;
/** Where nine digits stand in a request's text. */
const mark = "#########";
const headEnd = Buffer.from("\r\n\r\n");
const lengthName = Buffer.from("\r\ncontent-length: ");
const closings = [Buffer.from("\r\nconnection: close"), Buffer.from("\r\nConnection: close")];

/** One kept connection, with at most one request under way. */
interface Lane {
  readonly socket: Socket;
  /** The request, with the last number still in it. */
  readonly request: Buffer;
  /** Which request is under way, and since when; -1: none. */
  sample: number;
  since: number;
  /** What has come of its answer, when it came in pieces. */
  held: Buffer | undefined;
}

export interface Connections {
  /** Sends the request with this number on a connection that has none under way; with none left it counts as unanswered. */
  send(sample: number, number: number): void;
  end(): void;
}

/** Opens them. `answered` is told of each request that was sent, once, with its HTTP status: 0 when there was no answer in time, or not the expected one. */
export async function connections(
  port: number,
  text: string,
  expect: string,
  answered: (sample: number, status: number) => void,
): Promise<Connections> {
  const idle: Lane[] = [];
  const all = new Set<Lane>();
  const expected = Buffer.from(expect);
  const places: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) places.push(at);
  let ended = false;

  function leave(lane: Lane): void {
    if (!all.delete(lane)) return;
    lane.socket.destroy();
    const at = idle.indexOf(lane);
    if (at >= 0) idle.splice(at, 1);
    if (lane.sample >= 0) answered(lane.sample, 0);
    if (!ended) open().catch(() => {});
  }

  function onData(lane: Lane, chunk: Buffer): void {
    const answer = lane.held ? Buffer.concat([lane.held, chunk]) : chunk;
    const head = answer.indexOf(headEnd);
    const lengthAt = answer.indexOf(lengthName) + lengthName.length;
    lane.held = answer;
    if (head < 0 || lane.sample < 0) return;
    const length =
      lengthAt > head || lengthAt < lengthName.length
        ? 0
        : Number.parseInt(answer.toString("latin1", lengthAt, lengthAt + 9), 10);
    if (answer.length < head + headEnd.length + length) return;
    lane.held = undefined;
    const status = Number(answer.toString("latin1", 9, 12));
    const { sample } = lane;
    lane.sample = -1;
    answered(sample, status === 200 && !answer.includes(expected) ? 0 : status);
    if (closings.some((closing) => answer.subarray(0, head).includes(closing))) leave(lane);
    else idle.push(lane);
  }

  function open(): Promise<void> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const lane: Lane = { socket, request: Buffer.from(text), sample: -1, since: 0, held: undefined };
    all.add(lane);
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", () => leave(lane));
      socket.on("data", (chunk) => onData(lane, chunk));
      socket.once("connect", () => {
        idle.push(lane);
        resolve();
      });
    });
  }

  while (all.size < connectionCount) await open();
  const impatient = setInterval(() => {
    const longAgo = performance.now() - patienceMs;
    for (const lane of all) if (lane.sample >= 0 && lane.since < longAgo) leave(lane);
  }, 250);
  return {
    send(sample, number) {
      const lane = idle.pop();
      if (!lane) return answered(sample, 0);
      lane.sample = sample;
      lane.since = performance.now();
      const digits = String(number);
      for (const place of places) lane.request.write(digits, place, "latin1");
      lane.socket.write(lane.request);
    },
    end() {
      ended = true;
      clearInterval(impatient);
      for (const { socket } of all) socket.destroy();
    },
  };
}
