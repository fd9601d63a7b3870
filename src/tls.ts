import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { TlsOptions } from "node:tls";
import { BadSetting, type Config } from "./config.ts";
import { answerClientError, bound, creationLimits } from "./http-limits.ts";
import type { Log } from "./platform/log.ts";
import { followFiles } from "./platform/tls/follow.ts";
import { keepOwnCertificate } from "./platform/tls/own-certificate.ts";
import { pairFiles, readPair } from "./platform/tls/pair.ts";

const hourMs = 3_600_000;

/**
 * Sees to it that there is a certificate to serve, before anything listens: makes the server's own unless the operator has one.
 * Gives the configuration to serve with: without TLS where nobody asked for it and there can be no certificate. Throws BadSetting.
 */
export async function prepareTls(config: Config, note: (message: string) => void): Promise<Config> {
  if (config.tlsPort === 0) return config;
  try {
    if (!config.tlsCert) await keepOwnCertificate(config);
    const { certificate } = readPair(pairFiles(config));
    if (certificate.validToDate <= new Date())
      note(`TLS_CERT: the certificate in ${config.tlsCert} ended on ${certificate.validTo}; callers will refuse it`);
    return config;
  } catch (error) {
    if (error instanceof BadSetting) throw error;
    const reason = `no certificate can be kept in ${config.dataDir}: ${(error as Error).message}`;
    if (!config.tlsPortIsDefault) throw new BadSetting(`TLS_PORT: ${reason}; set TLS_CERT and TLS_KEY, or TLS_PORT to 0`);
    note(`There is no HTTPS: ${reason}`);
    return { ...config, tlsPort: 0 };
  }
}

/** Renews the server's own certificate in time, for as long as the process lives. The servers notice by themselves. */
export function renewOwnCertificate(config: Config, note: (message: string) => void): { stop(): void } {
  const renew = async (): Promise<void> => {
    try {
      if (await keepOwnCertificate(config)) note("Made a new certificate for HTTPS");
    } catch (error) {
      note(`The certificate for HTTPS can't be renewed: ${(error as Error).message}`);
    }
  };
  const timer = config.tlsPort && !config.tlsCert ? setInterval(() => void renew(), hourMs) : undefined;
  timer?.unref();
  return { stop: () => clearInterval(timer) };
}

/** The HTTPS side of an app; it does not listen yet. */
export interface TlsSide {
  readonly server: Server;
  /** Accepts no more connections; resolves when the last one has ended. */
  close(): Promise<void>;
  closeIdle(): void;
}

/** Makes the server that answers with `handler` over TLS and takes up a new certificate when its files change. Throws BadSetting. */
export function createTlsSide(handler: RequestListener, config: Config, log: Log): TlsSide {
  const files = pairFiles(config);
  const server = createServer(
    {
      ...creationLimits,
      ...secureOptions(files),
      handshakeTimeout: 10_000,
      // Everybody is asked for a certificate and nobody needs one: what one may do is judged by its fingerprint, by the gateway.
      requestCert: true,
      rejectUnauthorized: false,
    },
    handler,
  );
  const { closeIdle } = bound(server, config.maxConnections);
  server.on("clientError", answerClientError);
  const following = followFiles([files.cert, files.key], (last) => {
    try {
      server.setSecureContext(secureOptions(files));
      if (last) log.info("the certificate for HTTPS was replaced");
    } catch (error) {
      // Perhaps only one of the two files is there yet.
      if (last) log.error({ err: error }, "the new certificate for HTTPS can't be used, and the one before stays");
    }
  });
  return {
    server,
    closeIdle,
    close() {
      following.stop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function secureOptions(files: Parameters<typeof readPair>[0]): TlsOptions {
  const { cert, key } = readPair(files);
  return { cert, key, minVersion: "TLSv1.2" };
}
