// The program of one of several workers; the primary process (workers.ts) tells it what to do.
import { AggregatorRegistry } from "prom-client";
import { listen, type Serving } from "./server.ts";
import type { ToPrimary, ToWorker } from "./workers.ts";

const asked = new Map<number, (text: string | undefined) => void>();
let serving: Promise<Serving> | undefined;

// The terminal's Ctrl-C reaches all processes; who stops whom is the primary's business.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => void stop());
// Without a primary there is no database and nobody who would stop this process.
process.on("disconnect", () => process.exit(1));

process.on("message", (message: ToWorker) => {
  if (message?.kind === "start") {
    serving = listen(message.config, message.target, metrics);
    serving.then(
      ({ port, tlsPort, tlsTrouble }) => tell({ kind: "ready", port, tlsPort, tlsTrouble }),
      (error: Error & { code?: string }) => {
        process.send?.({ kind: "failed", message: error.message, code: error.code } satisfies ToPrimary, () => process.exit(1));
      },
    );
  } else if (message?.kind === "stop") void stop();
  else if (message?.kind === "metrics") {
    asked.get(message.id)?.(message.text);
    asked.delete(message.id);
  }
});

// Makes this process answer the primary when it collects.
new AggregatorRegistry();

/** The figures of all workers, which only the primary can collect. */
function metrics(): Promise<string | undefined> {
  const id = Math.random();
  return new Promise((resolve) => {
    asked.set(id, resolve);
    tell({ kind: "metrics", id });
  });
}

/** Comes from the primary and, where a signal goes to all processes, as a signal too: listen's stop happens once. */
async function stop(): Promise<void> {
  const inTime = await (await serving)?.stop();
  process.exit(inTime === false ? 1 : 0);
}

function tell(message: ToPrimary): void {
  process.send?.(message);
}
