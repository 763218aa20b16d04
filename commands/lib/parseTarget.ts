import { t } from '../../formatters';
import { nearest } from '../../src/lib/suggest';
import { type Env, MODES, placeId } from '../../src/state/keys';
import type { CommandDeps } from '../command';
import { parseCommonArgs, UsageError } from './parseArgs';
import { folded } from './plainText';
import { envsOf, noSuchTarget, type ResolvedTarget, resolveTarget, type TargetQuery } from './resolveTarget';
import type { Token } from './tokens';

const OUTAGE_WORDS = ['outage', 'blind'];

/** The words behind `/arb-alerts`, sorted. */
export interface AlertArgs {
  /** Null when no target is named. */
  readonly asked: TargetQuery | null;
  /** True for the word `outage` (or `blind`, as in 0.1): the alert of a monitoring outage, of no target, on which nobody can act. */
  readonly outage: boolean;
  readonly public: boolean;
  /** What is left over. */
  readonly rest: readonly string[];
}

/** Sorts words in any order and case; `paper:docker` is the same as `paper docker`. Throws UsageError. */
export function parseAlertArgs(typed: readonly Token[], deps: CommandDeps): AlertArgs {
  const envs = envsOf(deps);
  const words = parseCommonArgs(typed, envs);
  const { mode, otherPrefix } = words;
  // Beside a mode, what is quoted can be nothing but an env.
  const quoted =
    mode === null || words.env !== null
      ? undefined
      : words.rest.find((word) => word.quoted && envs.includes(word.text));
  const env = quoted?.text ?? words.env;
  const rest = words.rest.filter((word) => word !== quoted);
  if (mode === null && env !== null) throw noMode(env);
  const isOutageWord = ({ text, quoted }: Token): boolean => !quoted && OUTAGE_WORDS.includes(folded(text));
  return {
    asked: mode === null ? null : { mode, env, otherPrefix },
    outage: rest.some(isOutageWord),
    public: words.public,
    rest: rest.filter((word) => !isOutageWord(word)).map(({ text }) => text),
  };
}

const noMode = (env: string): UsageError =>
  new UsageError({
    word: env,
    problem: t.commands.alerts.modeMissing,
    expected: t.commands.alerts.mode,
    suggestion: null,
  });

/** Where only a mode was named, a word that is left over was meant for an env that there is not. Throws TargetError. */
export function rejectUnknownEnv(
  asked: TargetQuery | null,
  [leftOver]: readonly string[],
  { targets }: CommandDeps,
): void {
  if (asked !== null && asked.env === null && leftOver !== undefined)
    throw noSuchTarget({ mode: asked.mode, env: leftOver }, targets.existing());
}

/**
 * Which target is meant. Throws UsageError when none is named, and TargetError when there is none of that name, or
 * several could be meant.
 */
export function requireTarget(
  asked: TargetQuery | null,
  what: string,
  { targets }: CommandDeps,
): ResolvedTarget {
  if (asked === null)
    throw new UsageError({
      word: null,
      problem: t.commands.alerts.targetMissing(what),
      expected: t.commands.alerts.target,
      suggestion: null,
    });
  const existing = targets.existing();
  const resolved = resolveTarget(asked, existing);
  const id = placeId(resolved.place);
  if ([...targets.list(), ...existing].some((each) => placeId(each) === id)) return resolved;
  throw noSuchTarget(resolved.place, existing);
}

/** The words where nothing but a target is expected. Throws UsageError and TargetError. */
export function onlyTarget(typed: readonly Token[], deps: CommandDeps): AlertArgs {
  const args = parseAlertArgs(typed, deps);
  rejectUnknownEnv(args.asked, args.rest, deps);
  expectNoArgs(args.rest);
  return args;
}

/** Throws UsageError for a word too many. */
export function expectNoArgs([first]: readonly string[]): void {
  if (first !== undefined) throw unexpectedArg(first, t.commands.alerts.nothingMore, []);
}

/** A word that fits nothing here. */
export const unexpectedArg = (word: string, expected: string, candidates: readonly string[]): UsageError =>
  new UsageError({ word, problem: t.commands.unexpected, expected, suggestion: nearest(word, candidates) });

/** What is said where nothing but a mode and an env is expected, beside these. */
export const OTHER_WORDS: readonly string[] = ['public', 'help'];

/** Where a mode and an env are expected, a word that is neither. */
export const notATarget = (word: string, envs: readonly Env[]): UsageError =>
  new UsageError({
    word,
    problem: t.commands.status.notATarget,
    expected: t.commands.status.target,
    suggestion: nearest(word, [...MODES, ...envs, ...OTHER_WORDS]),
  });
