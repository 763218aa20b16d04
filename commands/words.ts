import { closest, distance } from 'fastest-levenshtein';
import type { UsageFault } from '../formatters';
import { DEFAULT_ENVS, type Env, MODES, type Mode } from '../src/state/keys';

/** A word as it was typed; a quoted one is text, whatever it says. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

const WORD = /"([^"]*)"|“([^”]*)”|\S+/g;
const COMMAS_AROUND = /^,+|,+$/g;

/** The words of a command's text. Quotes, straight or typographic, keep spaces together. */
export const wordsOf = (text: string): Word[] =>
  [...text.matchAll(WORD)]
    .map(([whole, straight, curly]) => {
      const inside = straight ?? curly;
      return inside === undefined
        ? { text: whole.replace(COMMAS_AROUND, ''), quoted: false }
        : { text: inside, quoted: true };
    })
    .filter((word) => word.text !== '');

const KEYWORDS: ReadonlySet<string> = new Set([...MODES, ...DEFAULT_ENVS, 'public', 'help']);

const isKeyword = ({ text, quoted }: Word): boolean => !quoted && KEYWORDS.has(text.toLowerCase());

/** What to type to be understood as this text, and as no keyword: in quotes where it must be; null where nothing can. */
export const typed = (text: string): string | null =>
  [text, `"${text}"`, `“${text}”`].find((attempt) => {
    const [word, ...others] = wordsOf(attempt);
    return word?.text === text && others.length === 0 && !isKeyword(word);
  }) ?? null;

/** The words that every command understands, and the ones left over. */
export interface CommonWords {
  readonly mode: Mode | null;
  readonly env: Env | null;
  readonly public: boolean;
  readonly rest: readonly Word[];
}

/** A word does not fit; what is wrong is told in an answer. */
export class UsageError extends Error {
  constructor(readonly fault: Omit<UsageFault, 'usage'>) {
    super(fault.problem);
    this.name = 'UsageError';
  }
}

/** Sorts words in any order and case. Throws UsageError when a mode or an env is named twice. */
export function commonWords(text: string): CommonWords {
  const words = wordsOf(text);
  const named = <T extends string>(all: readonly T[]) =>
    words.flatMap((word) => all.find((each) => !word.quoted && each === word.text.toLowerCase()) ?? []);
  const modes = named(MODES);
  const envs = named(DEFAULT_ENVS);
  return {
    mode: onlyOne(modes, 'mode'),
    env: onlyOne(envs, 'env'),
    public: named(['public']).length > 0,
    rest: words.filter((word) => !isKeyword(word)),
  };
}

function onlyOne<T extends string>(named: readonly T[], what: string): T | null {
  const [first, second] = new Set(named);
  if (second !== undefined) {
    throw new UsageError({
      word: second,
      problem: `is a second ${what} beside "${first}"`,
      expected: `one ${what}`,
      suggestion: null,
    });
  }
  return first ?? null;
}

/** The nearest of the candidates; null when none is near enough to have been meant. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const typed = word.slice(0, 40).toLowerCase();
  if (candidates.length === 0) return null;
  const candidate = closest(typed, candidates);
  return distance(typed, candidate) <= Math.max(1, Math.floor(candidate.length / 2)) ? candidate : null;
}
