import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run fuzz -- [--times N | --cases N] [--seed N [--path P]] [--test NAME] [FILE…]

Tries more inputs on the bot than npm test does. What breaks something is told with the words that show it again.

  --times N   N times as many cases as npm test tries; 20 unless told, 1 with --seed
  --cases N   N cases of each property, such as 1000000 of those that run in memory
  --seed N    the cases of that seed, as a failure told it
  --path P    the one case of them, as a failure told it
  --test NAME the tests of that name alone
  FILE…       these files alone, such as test/fuzz/anyWords.test.ts`;

/** What was asked for. */
export interface FuzzOptions {
  /** How many times as many cases as npm test tries. */
  readonly times: number;
  /** How many cases of each property; null for as many times more as `times`. */
  readonly cases: number | null;
  readonly seed: number | null;
  readonly path: string | null;
  readonly test: string | null;
  readonly files: readonly string[];
}

/** The words do not fit; the message tells which. */
export class FuzzUsageError extends Error {
  override readonly name = 'FuzzUsageError';
}

const DEFAULT_TIMES = 20;

/** Throws FuzzUsageError. */
export function fuzzOptions(words: readonly string[]): FuzzOptions {
  const { values, positionals } = parsed(words);
  const { seed = null, path = null, test = null } = values;
  if (values.cases !== undefined && values.times !== undefined)
    throw new FuzzUsageError('--cases and --times exclude each other');
  if (path !== null && seed === null) throw new FuzzUsageError('--path is of no use without --seed');
  return {
    times: values.times === undefined ? (seed === null ? DEFAULT_TIMES : 1) : timesIn(values.times),
    cases: values.cases === undefined ? null : casesIn(values.cases),
    seed: seed === null ? null : seedIn(seed),
    path,
    test,
    files: positionals,
  };
}

function parsed(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: joined(words),
      allowPositionals: true,
      options: { times: text, cases: text, seed: text, path: text, test: text },
    });
  } catch (error) {
    throw new FuzzUsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A seed may be below 0, which parseArgs would take for an option. */
const joined = (words: readonly string[]): string[] =>
  words.flatMap((word, i) => {
    if (words[i - 1] === '--seed') return [];
    return word === '--seed' ? [`--seed=${words[i + 1] ?? ''}`] : [word];
  });

function timesIn(word: string): number {
  const times = Number(word);
  if (/^\d+(\.\d+)?$/.test(word) && times > 0) return times;
  throw new FuzzUsageError(`--times ${word} is not a number above 0`);
}

function casesIn(word: string): number {
  if (/^[1-9]\d{0,6}$/.test(word)) return Number(word);
  throw new FuzzUsageError(`--cases ${word} is not a whole number above 0`);
}

function seedIn(word: string): number {
  if (/^-?\d{1,10}$/.test(word)) return Number(word);
  throw new FuzzUsageError(`--seed ${word} is not a whole number`);
}

/** What the properties read of it; see test/fuzz/always.ts. */
export const environmentOf = ({ times, cases, seed, path }: FuzzOptions): Record<string, string> => ({
  FUZZ_TIMES: String(times),
  ...(cases === null ? {} : { FUZZ_CASES: String(cases) }),
  ...(seed === null ? {} : { FUZZ_SEED: String(seed) }),
  ...(path === null ? {} : { FUZZ_PATH: path }),
});

/** The test runner's words for it: one file after the other, since each may have servers of its own. */
export const jestWords = ({ test, files }: FuzzOptions): string[] => [
  '--runInBand',
  ...(test === null ? [] : ['--testNamePattern', literally(test)]),
  ...(files.length === 0 ? ['test/fuzz'] : files),
];

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
