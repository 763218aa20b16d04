import { InvalidArgumentError } from 'commander';
import { t } from '../../../formatters';
import { type Env, MODES, type Mode, type Place } from '../../state/keys';
import { CommandUsageError } from '../failure';

const text = () => t.terminal.watch;

/** The options of `watch` as they were typed. */
export interface WatchFlags {
  readonly target?: Mode | 'tuning';
  readonly env?: Env;
  readonly prefix?: string;
  readonly mode?: Mode;
  readonly sessionId?: string;
  readonly totalIterations?: number;
}

/** What to watch. */
export type Watched =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'target'; readonly place: Place }
  | {
      readonly kind: 'session';
      readonly sessionId: string;
      readonly totalIterations: number | null;
      readonly env: Env;
      readonly mode: Mode;
      /** Null for all. */
      readonly prefix: string | null;
    };

/** What the words, or the options, name: without any, all traders. Throws CommandUsageError. */
export function watchedBy(
  words: readonly string[],
  flags: WatchFlags,
  /** STATE_KEY_PREFIX. */
  prefixes: readonly string[],
): Watched {
  const { target, env = 'docker', prefix = null, mode, sessionId, totalIterations = null } = flags;
  if (prefix !== null && !prefixes.includes(prefix))
    throw new CommandUsageError(text().unknownPrefix(prefix, prefixes.join(', ')));
  const names = [target, flags.env, flags.prefix, mode, sessionId, flags.totalIterations];
  const hasOptions = names.some((each) => each !== undefined);
  if (!hasOptions) return { kind: 'words', words };
  if (words.length > 0) throw new CommandUsageError(text().wordsAndOptions);
  if (target === 'tuning' || (target === undefined && sessionId !== undefined)) {
    if (!sessionId) throw new CommandUsageError(text().needsSession);
    return { kind: 'session', sessionId, totalIterations, env, mode: mode ?? 'paper', prefix };
  }
  const trader = target ?? 'paper';
  if (mode !== undefined && mode !== trader) throw new CommandUsageError(text().otherMode(mode, trader));
  const isOther = prefix !== null && prefix !== prefixes[0];
  return { kind: 'target', place: { mode: trader, env, ...(isOther && { otherPrefix: prefix }) } };
}

export const isTuning = (watched: Watched): boolean =>
  watched.kind === 'session' || (watched.kind === 'words' && watched.words[0]?.toLowerCase() === 'tuning');

/** One of these, in any case. Throws InvalidArgumentError. */
export const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (typed: string): T => {
    const found = allowed.find((each) => each === typed.toLowerCase());
    if (found === undefined) throw new InvalidArgumentError(text().notOneOf(allowed.join(', ')));
    return found;
  };

export const TARGETS = [...MODES, 'tuning'] as const;

/** Throws InvalidArgumentError where it is empty. */
export function envTyped(typed: string): Env {
  if (typed.trim() === '') throw new InvalidArgumentError(text().emptyEnv);
  return typed;
}

/** Node's timers fire at once for delays of a month. */
const LONGEST_INTERVAL_S = 86_400;

/** In seconds. Throws InvalidArgumentError. */
export function intervalTyped(typed: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : 0;
  if (seconds <= 0) throw new InvalidArgumentError(text().notASecond);
  if (seconds > LONGEST_INTERVAL_S) throw new InvalidArgumentError(text().tooLong(LONGEST_INTERVAL_S));
  return seconds;
}

/** Throws InvalidArgumentError. */
export function totalTyped(typed: string): number {
  const value = /^\d+$/.test(typed) ? Number(typed) : 0;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(text().notATotal);
}
