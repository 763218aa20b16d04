import { t, type UsageProblem } from '../../formatters';
import type { Env, Mode, Place } from '../../src/state/keys';
import { isReservedWord } from './commandWords';
import { folded } from './plainText';
import { modeNamed, type Token, tokenize } from './tokens';

/** Totals, and times to look back at or to snooze for. */
const NUMERIC = /^\d[\d_,.:]*[a-z]*$/i;

const isOwnWord = (text: string): boolean => isReservedWord(text) || NUMERIC.test(text);

/** An env that can stand among other words by itself. */
const isBareEnv = (env: Env): boolean =>
  !isOwnWord(env) &&
  tokenize(env).length === 1 &&
  tokenize(env)[0]?.text === env &&
  /^[^\s"“”,:/]+$/u.test(env);

/** What to type to name a target: `paper docker`, `paper:watch`, `paper:"my env"`; null where an env cannot be typed. */
export function typedPlace({ mode, env, otherPrefix }: Place): string | null {
  if (otherPrefix === undefined && isBareEnv(env)) return `${mode} ${env}`;
  const start = `${otherPrefix === undefined ? '' : `${encodeURIComponent(otherPrefix)}/`}${mode}:`;
  return (
    [`${start}${env}`, `${start}"${env}"`, `${start}“${env}”`].find((attempt) => {
      const [word, ...others] = tokenize(attempt);
      return word?.place?.env === env && word.place.mode === mode && others.length === 0;
    }) ?? null
  );
}

/** What to type to be understood as this text, and as nothing else; in quotes where it must be; null where nothing can. */
export const quoteIfNeeded = (text: string, envs: readonly Env[]): string | null =>
  [text, `"${text}"`, `“${text}”`].find((attempt) => {
    const [word, ...others] = tokenize(attempt);
    return word?.text === text && others.length === 0 && isText(word, envs);
  }) ?? null;

const isText = (word: Token, envs: readonly Env[]): boolean =>
  word.place === null && (word.quoted || !(isCommon(word.text) || envNamed(word.text, envs) !== null));

const isCommon = (text: string): boolean =>
  ['public', 'help'].includes(folded(text)) || modeNamed(text) !== null;

/** The env that a bare word names: as it is written, or else in any case. */
function envNamed(text: string, envs: readonly Env[]): Env | null {
  return isOwnWord(text) ? null : sameEnv(text, envs);
}

const sameEnv = (text: string, envs: readonly Env[]): Env | null =>
  envs.find((env) => env === text) ??
  envs.find((env) => env.toLowerCase() === text.toLowerCase()) ??
  envs.find((env) => folded(env) === folded(text)) ??
  null;

/**
 * A mode and an env beside each other as the one word that names the target, so that neither is taken for anything else:
 * the env `monday` is no time.
 */
export function joinTargets(words: readonly Token[], envs: readonly Env[]): readonly Token[] {
  const joined: Token[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const [word, next] = [words[i], words[i + 1]];
    if (word === undefined) break;
    const place = next === undefined ? null : (pairOf(word, next, envs) ?? pairOf(next, word, envs));
    joined.push(
      place === null || next === undefined
        ? word
        : { text: `${word.text} ${next.text}`, quoted: false, place },
    );
    if (place !== null) i += 1;
  }
  return joined;
}

function pairOf(modeWord: Token, envWord: Token, envs: readonly Env[]): Place | null {
  if (modeWord.quoted || modeWord.place !== null || envWord.place !== null) return null;
  const mode = modeNamed(modeWord.text);
  const env = envWord.quoted
    ? (envs.find((each) => each === envWord.text) ?? null)
    : envNamed(envWord.text, envs);
  return mode === null || env === null ? null : { mode, env };
}

/** The words that every command understands, and the ones left over. */
export interface CommonArgs {
  readonly mode: Mode | null;
  readonly env: Env | null;
  /** The key prefix, where one is named. */
  readonly otherPrefix: string | undefined;
  readonly public: boolean;
  readonly rest: readonly Token[];
}

/** A word does not fit; what is wrong is reported in an answer, with the usage of the command unless another is given. */
export class UsageError extends Error {
  constructor(readonly problem: Omit<UsageProblem, 'usage'> & { readonly usage?: string }) {
    super(problem.problem);
    this.name = 'UsageError';
  }
}

/** Sorts words in any order and case; `envs` are those that may stand alone. Throws UsageError for a second mode or env. */
export function parseCommonArgs(text: string | readonly Token[], envs: readonly Env[]): CommonArgs {
  const words = typeof text === 'string' ? tokenize(text) : text;
  const bare = words.filter(({ quoted, place }) => !quoted && place === null);
  const places = words.flatMap(({ place }) => place ?? []);
  const modes = words.flatMap((word) =>
    word.quoted ? [] : (word.place?.mode ?? modeNamed(word.text) ?? []),
  );
  const named = [
    ...places.map(({ env }) => sameEnv(env, envs) ?? env),
    ...bare.flatMap((word) => envNamed(word.text, envs) ?? []),
  ];
  return {
    mode: single(modes, t.commands.modeWord),
    env: single(named, t.commands.envWord),
    otherPrefix: places.find(({ otherPrefix }) => otherPrefix !== undefined)?.otherPrefix,
    public: bare.some((word) => folded(word.text) === 'public'),
    rest: words.filter((word) => isText(word, envs)),
  };
}

function single<T extends string>(named: readonly T[], what: string): T | null {
  const [first, second] = new Set(named);
  if (second !== undefined) {
    throw new UsageError({
      word: second,
      problem: t.commands.second(what, first ?? ''),
      expected: t.commands.one(what),
      suggestion: null,
    });
  }
  return first ?? null;
}
