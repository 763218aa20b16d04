import type { RichTextBlock } from '@slack/types';
import type { Problem } from '../src/state/problem';
import { list, type Piece } from './blocks';
import { shown } from './escape';
import { count, counted } from './numbers';

const PROBLEMS_SHOWN = 5;
const KEY_LENGTH = 100;
const WHAT_LENGTH = 160;

/** What could not be understood in Redis, each with its key; `omitted` tells of further ones not in the list. */
export function problemList(problems: readonly Problem[], omitted = 0): RichTextBlock[] {
  const total = problems.length + omitted;
  if (total === 0) return [];
  const items: Piece[][] = problems
    .slice(0, PROBLEMS_SHOWN)
    .map(({ key, what }) => [{ data: key, limit: KEY_LENGTH }, ` ${shown(what, WHAT_LENGTH)}`]);
  const more = total - items.length;
  if (more > 0) items.push([`and ${count(more)} more`]);
  return [list(`⚠️ ${counted(total, 'value')} could not be understood`, items)];
}

/** The same for a terminal: one line a problem. */
export function problemLines(problems: readonly Problem[], omitted = 0): string[] {
  const total = problems.length + omitted;
  if (total === 0) return [];
  const items = problems
    .slice(0, PROBLEMS_SHOWN)
    .map(({ key, what }) => `  ${shown(key, KEY_LENGTH)} ${shown(what, WHAT_LENGTH)}`);
  const more = total - items.length;
  return [
    `${counted(total, 'value')} could not be understood:`,
    ...items,
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
  ];
}
