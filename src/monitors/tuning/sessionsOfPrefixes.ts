import type { SessionFinder } from './sessionFinder';

/** The sessions of all key prefixes: each prefix has a finder of its own. */
export function sessionsOfPrefixes(
  prefixes: readonly string[],
  finderOf: (keyPrefix: string) => SessionFinder,
): SessionFinder {
  const finders = prefixes.map(finderOf);
  const [only, ...others] = finders;
  if (only !== undefined && others.length === 0) return only;
  return {
    find: async (search, signal) =>
      (await Promise.all(finders.map((finder) => finder.find(search, signal)))).flat(),
  };
}
