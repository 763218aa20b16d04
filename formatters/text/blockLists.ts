import type { KnownBlock } from '@slack/types';
import { list, type TextSpan } from '../blockKit/blocks';
import { take } from './lists';
import { count } from './numbers';

/** The first few under a title, and how many more there are, with those that are not at hand; nothing for none. */
export function truncatedList<T>(
  title: string,
  all: readonly T[],
  limit: number,
  line: (one: T) => TextSpan[],
  omitted = 0,
): KnownBlock[] {
  const { told, more } = take(all, limit);
  const left = more + omitted;
  if (told.length === 0) return [];
  return [list(title, [...told.map(line), ...(left === 0 ? [] : [[`and ${count(left)} more`]])])];
}
