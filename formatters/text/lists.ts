import { t } from './catalogue';

/** The first few of many, and how many are left out. */
export interface Truncated<T> {
  readonly items: readonly T[];
  readonly more: number;
}

/** The first `limit` of them. */
export const take = <T>(all: readonly T[], limit: number): Truncated<T> => {
  const items = all.slice(0, limit);
  return { items, more: all.length - items.length };
};

/** `a, b and 3 more`; null when there are none. */
export function joinNames(names: readonly string[], limit: number): string | null {
  const { items, more } = take(names, limit);
  return items.length === 0 ? null : t.common.names(items, more);
}
