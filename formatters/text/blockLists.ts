import type { KnownBlock } from '@slack/types';
import { bulletList, type TextSpan } from '../blockKit/blocks';
import { t } from './catalogue';
import { take } from './lists';

/** The first few under a title, and how many more there are, with those that are not at hand; nothing for none. */
export function truncatedList<T>(
  title: string,
  all: readonly T[],
  limit: number,
  line: (one: T) => TextSpan[],
  omitted = 0,
): KnownBlock[] {
  const { items, more } = take(all, limit);
  if (items.length === 0) return [];
  const left = more + omitted;
  return [bulletList(title, [...items.map(line), ...(left === 0 ? [] : [[t.common.more(left)]])])];
}
