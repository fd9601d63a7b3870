import { Agent, request } from "node:http";
import { atsHeader } from "./app.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
type Answer = any;

/** Sends commands to a real server over kept-alive connections; a call that gets no answer rejects. */
export function atsClient(
  url: string,
  connections = 64,
): { command(values: Record<string, unknown>): Promise<Answer>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const address = new URL("/sth-buy/ticketing_services.aspx?dsn=apigee", url);
  return {
    command(values) {
      const body = JSON.stringify({ header: atsHeader, command1: { uid: "user99", dsn: "apigee", ...values } });
      return new Promise((resolve, reject) => {
        const sent = request(
          address,
          { agent, method: "POST", headers: { apikey: "willcall-sandbox", "content-length": Buffer.byteLength(body) } },
          (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (part: string) => (text += part));
            response.on("error", reject);
            response.on("end", () => {
              if (response.statusCode !== 200) return reject(new Error(`HTTP ${response.statusCode}: ${text}`));
              resolve(JSON.parse(text).command1);
            });
          },
        );
        sent.on("error", reject);
        // What a dying process had accepted is never answered.
        sent.setTimeout(30_000, () => sent.destroy(new Error("no answer")));
        sent.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
