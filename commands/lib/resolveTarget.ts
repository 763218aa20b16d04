import type { TargetFault } from '../../formatters';
import { type Env, MODES, type Mode, type Place, placeId } from '../../src/state/keys';
import { unknownTarget } from '../../src/state/unknownTarget';
import type { CommandDeps } from '../command';

/** The env that is meant where only a mode is named, if several traders of that mode exist. */
const DEFAULT_ENV = 'docker';

/** There is no target of that name, or more than one could be meant; the response says so. */
export class TargetError extends Error {
  constructor(readonly problem: TargetFault) {
    super(problem.kind === 'unknown' ? 'there is no such target' : 'several targets could be meant');
    this.name = 'TargetError';
  }
}

/** A target that was named, and, where its env was not, which others could have been meant. */
export interface ResolvedTarget {
  readonly place: Place;
  readonly others: readonly Place[];
}

/** A target as it was named, its env left out where it was. */
export interface TargetQuery {
  readonly mode: Mode;
  readonly env: Env | null;
  readonly otherPrefix?: string | undefined;
}

/** The envs that are known, each once: those that may stand alone among other words. */
export const envsOf = ({ targets }: Pick<CommandDeps, 'targets'>): readonly Env[] => [
  ...new Set([...targets.existing(), ...targets.list()].map(({ env }) => env)),
];

/**
 * The target that is meant, of those that exist. A mode alone means its only env, or docker, if that is one of several.
 * Throws TargetError where several could be meant.
 */
export function resolveTarget(
  { mode, env, otherPrefix }: TargetQuery,
  existing: readonly Place[],
): ResolvedTarget {
  const ofMode = existing.filter(
    (place) => place.mode === mode && (otherPrefix === undefined || place.otherPrefix === otherPrefix),
  );
  if (env !== null)
    return {
      place: firstPrefixFirst(ofMode.filter((place) => place.env === env)) ?? placed(mode, env, otherPrefix),
      others: [],
    };
  const [only, ...more] = ofMode;
  if (only === undefined) return { place: placed(mode, DEFAULT_ENV, otherPrefix), others: [] };
  if (more.length === 0) return { place: only, others: [] };
  const ofDefaultEnv = firstPrefixFirst(ofMode.filter((place) => place.env === DEFAULT_ENV));
  if (ofDefaultEnv === undefined) throw new TargetError({ kind: 'several', mode, places: ofMode });
  return { place: ofDefaultEnv, others: ofMode.filter((place) => place !== ofDefaultEnv) };
}

const placed = (mode: Mode, env: Env, otherPrefix: string | undefined): Place =>
  otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix };

/** The first prefix goes without saying; another one does where it alone has such a trader. */
const firstPrefixFirst = (places: readonly Place[]): Place | undefined =>
  places.find(({ otherPrefix }) => otherPrefix === undefined) ?? places[0];

/** That there is no such target, with the nearest that exists, and which there are. */
export const noSuchTarget = (
  asked: { readonly mode: Mode | null; readonly env: Env },
  existing: readonly Place[],
): TargetError => new TargetError(unknownTarget(asked, existing));

/** Those of both lists, each once, live first. */
export function mergePlaces(...lists: readonly (readonly Place[])[]): readonly Place[] {
  const all = new Map(lists.flat().map((place) => [placeId(place), place]));
  return MODES.flatMap((mode) => [...all.values()].filter((place) => place.mode === mode));
}
