import type { TargetId } from '../src/alerts/incident';
import { DEFAULT_ENVS, MODES, type Place, placeId } from '../src/state/keys';
import { commonWords, nearest, UsageError, type Word } from './words';

const COLON = new RegExp(
  `\\b(${[...MODES, ...DEFAULT_ENVS].join('|')}):(${[...MODES, ...DEFAULT_ENVS].join('|')})\\b`,
  'gi',
);

const BLIND = 'blind';

/** The words behind `/arb-alerts`, sorted. */
export interface AlertWords {
  /** Null when none is named. Docker is meant where only a mode is. */
  readonly target: Place | null;
  /** True for the word `blind`: the alert that the traders cannot be seen, of no target, which nobody can see to. */
  readonly blind: boolean;
  readonly public: boolean;
  readonly rest: readonly Word[];
}

/** Sorts words in any order and case; `paper:docker` is the same as `paper docker`. Throws UsageError. */
export function alertWords(text: string): AlertWords {
  const words = commonWords(text.replace(COLON, '$1 $2'));
  const { mode, env, rest } = words;
  if (mode === null && env !== null) throw noMode(env);
  const isBlind = ({ text, quoted }: Word): boolean => !quoted && text.toLowerCase() === BLIND;
  return {
    target: mode === null ? null : { mode, env: env ?? 'docker' },
    blind: rest.some(isBlind),
    public: words.public,
    rest: rest.filter((word) => !isBlind(word)),
  };
}

const noMode = (env: string): UsageError =>
  new UsageError({
    word: env,
    problem: 'alone is not a target',
    expected: 'a mode too: live, paper or shadow',
    suggestion: null,
  });

/** The target's id. Throws UsageError when there is none. */
export function targetIdOf(target: Place | null, what: string): TargetId {
  if (target !== null) return placeId(target);
  throw new UsageError({
    word: null,
    problem: `A target to ${what} is missing`,
    expected: 'a mode and an env, such as paper docker',
    suggestion: null,
  });
}

/** A word that fits nothing here. */
export const surplus = (word: string, expected: string, candidates: readonly string[]): UsageError =>
  new UsageError({ word, problem: 'does not fit here', expected, suggestion: nearest(word, candidates) });
