import { folded } from '../plainText';
import { problemOf, type TimeResult } from './timeProblem';

/** The largest unit first, which is also the order in which they may follow one another. */
const UNITS = [
  { pattern: 'w|wks?|weeks?', ms: 7 * 86_400_000 },
  { pattern: 'd|days?', ms: 86_400_000 },
  { pattern: 'h|hrs?|hours?', ms: 3_600_000 },
  { pattern: 'm|mins?|minutes?', ms: 60_000 },
  { pattern: 's|secs?|seconds?', ms: 1_000 },
] as const;

const NUMBER = String.raw`(\d{1,6}(?:[.,]\d{1,3})?)`;
const PARTS = UNITS.map(({ pattern }) => `(?:${NUMBER} ?(?:${pattern})(?![a-z]))?`).join('(?: |, ?| ?and )?');
const DURATION = new RegExp(`^(?:for |in |until )?${PARTS}$`);
/** `1h30`. */
const HOURS_AND_MINUTES = /^((?:for |in |until )?\d{1,3} ?h) ?(\d{1,2})$/;
const IN_WORDS: ReadonlyMap<string, number> = new Map([
  ['an hour', 3_600_000],
  ['half an hour', 1_800_000],
  ['a day', 86_400_000],
  ['a week', 604_800_000],
]);

/** A length of time in ms: `90m`, `2h30m`, `1.5h`, `90 min`, `1hr`, `2 days`, `1w`. */
export function parseDuration(text: string): TimeResult<number> {
  const typed = folded(text).trim();
  const inWords = IN_WORDS.get(typed.replace(/^(?:for|in|until) /, ''));
  if (inWords !== undefined) return { value: inWords };
  const [, ...numbers] = DURATION.exec(typed.replace(HOURS_AND_MINUTES, '$1$2m')) ?? [];
  const given = UNITS.flatMap(({ ms }, i) => {
    const number = numbers[i];
    return number === undefined ? [] : [Number(number.replace(',', '.')) * ms];
  });
  if (given.length === 0) return null;
  const ms = Math.round(given.reduce((sum, each) => sum + each, 0));
  return ms === 0 ? problemOf({ kind: 'zero' }) : { value: ms };
}
