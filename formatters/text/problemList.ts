import type { RichTextBlock } from '@slack/types';
import type { Problem } from '../../src/state/problem';
import { list, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { count, pluralize } from './numbers';

/** As many as a trader has keys that are read, and some. */
const KEYS_SHOWN = 12;
const KEY_LENGTH = 100;
const WHAT_LENGTH = 160;

/** What is wrong at one key. */
interface AtKey {
  readonly key: string;
  readonly what: string;
}

/** One for each of the first keys, and the number of values that are wrong at others. */
function byKey(
  problems: readonly Problem[],
  omitted: number,
): { readonly told: AtKey[]; readonly more: number } {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const same = found.get(problem.key);
    if (same === undefined) found.set(problem.key, [problem]);
    else same.push(problem);
  }
  const told = [...found].slice(0, KEYS_SHOWN);
  const toldOf = told.reduce((sum, [, all]) => sum + all.length, 0);
  return {
    told: told.map(([key, [first, ...others]]) => {
      const more = others.length === 0 ? '' : `; and ${pluralize(others.length, 'more value')} at this key`;
      return { key, what: `${sanitize(first?.what ?? '', WHAT_LENGTH)}${more}` };
    }),
    more: problems.length - toldOf + omitted,
  };
}

/** What could not be understood in Redis, each with its key; `omitted` tells of further ones not in the list. */
export function problemList(problems: readonly Problem[], omitted = 0): RichTextBlock[] {
  const total = problems.length + omitted;
  if (total === 0) return [];
  const { told, more } = byKey(problems, omitted);
  const items = told.map(({ key, what }): TextSpan[] => [{ data: key, limit: KEY_LENGTH }, ` ${what}`]);
  if (more > 0) items.push([`and ${count(more)} more`]);
  return [list(`⚠️ ${pluralize(total, 'value')} could not be understood`, items)];
}

/** The same for a terminal: one line a key. */
export function problemLines(problems: readonly Problem[], omitted = 0): string[] {
  const total = problems.length + omitted;
  if (total === 0) return [];
  const { told, more } = byKey(problems, omitted);
  return [
    `${pluralize(total, 'value')} could not be understood:`,
    ...told.map(({ key, what }) => `  ${sanitize(key, KEY_LENGTH)} ${what}`),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
  ];
}
