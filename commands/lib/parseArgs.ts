import { t, type UsageProblem } from '../../formatters';
import { type Env, MODES, type Mode, type Place, placeOfId } from '../../src/state/keys';
import { isReservedWord } from './commandWords';

/** A word as it was typed; a quoted one is text, whatever it says. */
export interface Token {
  readonly text: string;
  readonly quoted: boolean;
  /** Whole words such as `paper:docker`, or `paper:"my env"`, name a target. */
  readonly place: Place | null;
}

const BEFORE_ENV = String.raw`(?:[^\s/:"“”]+\/)?(?:live|paper|shadow):`;
const WORD = new RegExp(String.raw`(${BEFORE_ENV})?(?:"([^"]*)"|“([^”]*)”)|\S+`, 'gi');
const ID = /^((?:[^/:]+\/)?)(live|paper|shadow):(.+)$/is;
const TURNED_ID = /^([^:/]+):(live|paper|shadow)$/is;
const COMMAS_AROUND = /^,+|,+$/g;

/** The words of a command's text. Quotes, straight or typographic, keep spaces together. */
export const tokenize = (text: string): Token[] =>
  [...text.matchAll(WORD)]
    .map(([whole, before, straight, curly]): Token => {
      const inside = straight ?? curly;
      if (inside === undefined) return bareWord(whole.replace(COMMAS_AROUND, ''));
      if (before === undefined) return { text: inside, quoted: true, place: null };
      const id = before + inside;
      return { text: id, quoted: false, place: placeNamed(id) };
    })
    .filter((word) => word.text !== '');

const bareWord = (text: string): Token => ({ text, quoted: false, place: placeNamed(text) });

/** `docker:paper` is the same as `paper:docker`; modes may be in any case. */
function placeNamed(text: string): Place | null {
  const [, prefix = '', mode, env] = ID.exec(text) ?? [];
  if (mode !== undefined) return placeOfId(`${prefix}${mode.toLowerCase()}:${env}`);
  const [, turnedEnv, turnedMode] = TURNED_ID.exec(text) ?? [];
  return turnedMode === undefined ? null : placeOfId(`${turnedMode.toLowerCase()}:${turnedEnv}`);
}

/** Totals, and times to look back at or to snooze for. */
const NUMERIC = /^\d[\d_,.:]*[a-z]*$/i;

const isOwnWord = (text: string): boolean => isReservedWord(text) || NUMERIC.test(text);

/** An env that can stand among other words by itself. */
const isBareEnv = (env: Env): boolean =>
  !isOwnWord(env) && tokenize(env).length === 1 && /^[^\s"“”,:/]+$/u.test(env);

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
  ['public', 'help'].includes(text.toLowerCase()) || modeNamed(text) !== null;

const modeNamed = (text: string): Mode | null => MODES.find((mode) => mode === text.toLowerCase()) ?? null;

/** The env that a bare word names: as it is written, or else in any case. */
function envNamed(text: string, envs: readonly Env[]): Env | null {
  return isOwnWord(text) ? null : sameEnv(text, envs);
}

const sameEnv = (text: string, envs: readonly Env[]): Env | null =>
  envs.find((env) => env === text) ?? envs.find((env) => env.toLowerCase() === text.toLowerCase()) ?? null;

/** The words that every command understands, and the ones left over. */
export interface CommonArgs {
  readonly mode: Mode | null;
  readonly env: Env | null;
  /** The key prefix, where one is named. */
  readonly otherPrefix: string | undefined;
  readonly public: boolean;
  readonly rest: readonly Token[];
}

/** A word does not fit; what is wrong is told in an answer, with the usage of the command unless another is given. */
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
    public: bare.some((word) => word.text.toLowerCase() === 'public'),
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
