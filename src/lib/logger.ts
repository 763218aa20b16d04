import { type DestinationStream, type Logger, pino } from 'pino';
import prettyStream from 'pino-pretty';
import type { KnownSecrets } from './redact';

export type { Logger } from 'pino';

export interface LogOptions {
  readonly level: string;
  readonly destination: DestinationStream;
  /** True on a terminal: lines for people instead of JSON. */
  readonly pretty: boolean;
  /** Values that no log line may contain, beside what looks like a token or a response_url. */
  readonly secrets: KnownSecrets;
}

/** A logger whose lines are redacted as the last step before they are written. */
export function createLogger({ level, destination, pretty, secrets }: LogOptions): Logger {
  const stream = pretty ? prettyStream({ destination, sync: true }) : destination;
  return pino({ level, hooks: { streamWrite: (line) => secrets.redact(line) } }, stream);
}

const THROTTLE_MS = 60_000;

/** Calls `log` at most once a minute for each `key`. */
export type LogThrottle = (key: string, log: () => void) => void;

export function createLogThrottle(): LogThrottle {
  const logged = new Set<string>();
  return (key, log) => {
    if (logged.has(key)) return;
    logged.add(key);
    setTimeout(() => logged.delete(key), THROTTLE_MS).unref();
    log();
  };
}
