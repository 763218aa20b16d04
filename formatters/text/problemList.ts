import type { RichTextBlock } from '@slack/types';
import type { Problem } from '../../src/state/problem';
import { bulletList, line, literal } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from './catalogue';
import { type Truncated, take } from './lists';

/** As many as a trader has keys that are read, and some. */
const KEYS_SHOWN = 12;
const KEY_LENGTH = 100;
const WHAT_LENGTH = 160;

/** One for each of the first keys, and the number of values that are wrong at others. */
function byKey(problems: readonly Problem[], omitted: number): Truncated<Problem> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const same = found.get(problem.key);
    if (same === undefined) found.set(problem.key, [problem]);
    else same.push(problem);
  }
  const { items } = take([...found], KEYS_SHOWN);
  const shown = items.reduce((sum, [, all]) => sum + all.length, 0);
  return {
    items: items.map(([key, [first, ...others]]) => {
      const more = others.length === 0 ? '' : t.common.moreProblems(others.length);
      return { key, what: `${sanitize(first?.what ?? '', WHAT_LENGTH)}${more}` };
    }),
    more: problems.length - shown + omitted,
  };
}

/** What could not be understood in Redis, each with its key; `omitted` counts further ones not in the list. */
export function problemList(problems: readonly Problem[], omitted = 0): RichTextBlock[] {
  const total = problems.length + omitted;
  if (total === 0) return [];
  const { items, more } = byKey(problems, omitted);
  const lines = items.map(({ key, what }) => line`${literal(key, KEY_LENGTH)} ${what}`);
  return [
    bulletList(`⚠️ ${t.common.problems(total)}`, [...lines, ...(more > 0 ? [[t.common.more(more)]] : [])]),
  ];
}
