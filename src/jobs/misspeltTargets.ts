import type { AlertSettings } from '../alerting';
import type { DigestConfig } from '../digests/digest';
import type { Logger } from '../lib/logger';
import { type Place, placeId, placeOfId, type TargetId } from '../state/keys';
import { unknownTarget } from '../state/unknownTarget';

/** The targets for which rules, routes, digests or currencies say something of their own. */
export const targetsNamedIn = (
  { rules, routes = [] }: Pick<AlertSettings, 'rules' | 'routes'>,
  digests: readonly DigestConfig[],
  currencies: readonly { readonly targets: string }[] = [],
): readonly TargetId[] => [
  ...new Set([
    ...Object.values(rules).flatMap((part) =>
      Object.keys((part as { targets?: object } | null)?.targets ?? {}),
    ),
    ...[
      ...routes.flatMap(({ match }) => match.target ?? []),
      ...currencies.map(({ targets }) => targets),
    ].filter((target) => !/[*?]/.test(target)),
    ...digests.flatMap(({ targets }) => targets ?? []),
  ]),
];

/**
 * Logs once, as soon as traders are known, which targets the configuration names that do not exist while one of a name
 * that is near does: any word may be an env, so that a slip of the pen is no error.
 */
export function misspeltTargets(
  named: readonly TargetId[],
  log: Logger,
): (existing: readonly Place[]) => void {
  const waiting = new Set(named);
  return (existing) => {
    const ids = new Set(existing.map(placeId));
    for (const id of waiting) {
      const place = placeOfId(id);
      if (place === null || ids.has(id) || existing.length === 0) continue;
      const { suggestion } = unknownTarget(
        place,
        existing.filter(({ mode }) => mode === place.mode),
      );
      if (suggestion === null) continue;
      waiting.delete(id);
      const meant = placeId({ ...place, env: suggestion });
      log.warn(
        { target: id },
        `the configuration names ${id}, of which there is no key. Did you mean ${meant}?`,
      );
    }
  };
}
