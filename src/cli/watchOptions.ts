import { parseArgs } from 'node:util';
import { type Env, MODES, type Mode } from '../state/keys';

export interface WatchOptions {
  readonly target: Mode | 'tuning';
  readonly env: Env;
  /** The key prefix; null for the first one configured. */
  readonly prefix: string | null;
  /** The mode that the tuning session runs in. */
  readonly mode: Mode;
  readonly sessionId: string | null;
  readonly totalIterations: number | null;
  /** The seconds between readings; null reads once. */
  readonly intervalS: number | null;
  readonly json: boolean;
}

/** The arguments of `watch` are invalid. */
export class WatchUsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WatchUsageError';
  }
}

export const WATCH_USAGE = `Usage: arbwatch watch [--target live|paper|shadow|tuning] [--env ENV] [--interval SECONDS] [--json]
       arbwatch watch --target tuning --session-id S [--total-iterations N] [--mode paper|shadow|live] …

  --target            what to watch (paper)
  --env               where it runs, any word (docker)
  --prefix            its key prefix, one of STATE_KEY_PREFIX (the first of them)
  --mode              the mode that a tuning session runs in (paper)
  --session-id        the tuning session, its whole id
  --total-iterations  how many iterations the session has, for it is stored nowhere
  --interval          read again every so many seconds, until Ctrl-C
  --json              print each reading as one line of JSON`;

/** Throws WatchUsageError. */
export function parseWatchOptions(args: readonly string[]): WatchOptions {
  const values = flags(args);
  const target = oneOf('--target', values.target ?? 'paper', [...MODES, 'tuning'] as const);
  const env = values.env ?? 'docker';
  if (env.trim() === '')
    throw new WatchUsageError('--env is empty: it tells where the trader runs, such as docker');
  const mode = oneOf('--mode', values.mode ?? (target === 'tuning' ? 'paper' : target), MODES);
  const sessionId = values['session-id'] ?? null;
  if (target === 'tuning' && (sessionId === null || sessionId === '')) {
    throw new WatchUsageError(
      '--target tuning needs --session-id, e.g. --session-id 80a9c657-0d2e-4c4b-a3e5-6a6d8f0f2c11',
    );
  }
  if (target !== 'tuning' && mode !== target) {
    throw new WatchUsageError(
      `--mode ${mode} does not go with --target ${target}: it tells the mode of a tuning session`,
    );
  }
  return {
    target,
    env,
    prefix: values.prefix ?? null,
    mode,
    sessionId,
    totalIterations: total(values['total-iterations']),
    intervalS: interval(values.interval),
    json: values.json ?? false,
  };
}

function flags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        target: { type: 'string' },
        env: { type: 'string' },
        prefix: { type: 'string' },
        mode: { type: 'string' },
        'session-id': { type: 'string' },
        'total-iterations': { type: 'string' },
        interval: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new WatchUsageError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text.toLowerCase());
  if (found === undefined) throw new WatchUsageError(`${flag} ${text} is not one of ${allowed.join(', ')}`);
  return found;
}

/** Node's timers fire at once for delays of a month. */
const LONGEST_INTERVAL_S = 86_400;

function interval(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds <= 0) throw new WatchUsageError(`--interval ${text} is not a number of seconds above 0`);
  if (seconds > LONGEST_INTERVAL_S)
    throw new WatchUsageError(`--interval ${text} is longer than ${LONGEST_INTERVAL_S} seconds, a day`);
  return seconds;
}

function total(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new WatchUsageError(`--total-iterations ${text} is not a whole number above 0, such as 500`);
}
