import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

export interface LogOptions {
  readonly level: string;
  readonly destination: DestinationStream;
  /** True on a terminal: lines for people instead of JSON. */
  readonly forPeople: boolean;
  /** Values that no log line may hold, beside whatever looks like a token or an address to answer to. */
  readonly secrets: readonly string[];
}

const SLACK_TOKEN = /x(?:ox[a-z]|app)-[\w.-]+/g;
/** Whoever knows a response_url may post through it. */
const RESPONSE_URL = /(\/(?:commands|actions|response_url)\/)[^\s"'\\]+/g;

/** A logger whose lines are scrubbed of secrets as the last thing before they are written. */
export function createLogger({ level, destination, forPeople, secrets }: LogOptions): Logger {
  const stream = forPeople ? pretty({ destination, sync: true }) : destination;
  return pino({ level, hooks: { streamWrite: (line) => scrubbed(line, secrets) } }, stream);
}

/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 4;

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Also of JSON in a message, which is JSON in JSON by then. */
const scrubbed = (line: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [inJson(inJson(secret)), inJson(secret)])
    // One may stand in another, whose rest would be left.
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)
    .replace(SLACK_TOKEN, '[token]')
    .replace(RESPONSE_URL, '$1[secret]');
