interface KnownTraders {
  /** Those that are or were, and those that the configuration file names. */
  existing(): readonly unknown[];
  /** The ids of those of which the last pass over all keys found one. */
  found(): ReadonlySet<string>;
}

/**
 * Whether there is anything to watch: a Redis in which no trader ever had a key is probably another one. `traders`: null
 * before the first pass; `named`: ids in the configuration file.
 */
export function tradersReadiness(
  traders: KnownTraders | null,
  named: readonly string[],
): { readonly ready: boolean; readonly detail: string } {
  if (traders === null) return { ready: true, detail: 'not looked for yet' };
  if (traders.existing().length === 0)
    return { ready: false, detail: 'no trader has ever had a key in this Redis: run doctor' };
  const found = traders.found();
  const missing = named.filter((id) => !found.has(id)).length;
  const ofFile =
    missing === 0 ? '' : `; ${missing} of the configuration file ${missing === 1 ? 'has' : 'have'} no key`;
  return { ready: true, detail: `there are traders to watch${ofFile}` };
}
