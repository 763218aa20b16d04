import pino, { type Level, type Logger } from 'pino';
import { secretsIn } from '../../src/config/secrets';
import { createLogger } from '../../src/lib/logger';
import { KnownSecrets } from '../../src/lib/redact';

/** One line of the log, as written. `level` is pino's number: 30 info, 40 warn, 50 error. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

export interface KeptLog {
  readonly log: Logger;
  /** What was logged so far, oldest first. */
  lines(): readonly LogLine[];
  /** The same as it would go out, for looking that a secret is not in it. */
  text(): string;
}

/** The logger of main.ts with everything that it can say, kept for reading. */
export const keptRealLog = (env: Readonly<Record<string, string>>): KeptLog => {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const secrets = new KnownSecrets(secretsIn(env));
  return {
    log: createLogger({ level: 'trace', destination, pretty: false, secrets }),
    lines: () => written.map((line): LogLine => JSON.parse(line)),
    text: () => written.join(''),
  };
};

/** A real pino logger that keeps its lines for reading. */
export const keptLog = (level: Level = 'debug'): KeptLog => {
  const written: string[] = [];
  const log = pino({ level }, { write: (line: string) => void written.push(line) });
  return {
    log,
    lines: () => written.map((line): LogLine => JSON.parse(line)),
    text: () => written.join(''),
  };
};
