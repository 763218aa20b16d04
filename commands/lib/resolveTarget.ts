import type { TargetFault } from '../../formatters';
import { type Env, MODES, type Mode, type Place, placeId } from '../../src/state/keys';
import { unknownTarget } from '../../src/state/unknownTarget';
import type { CommandDeps } from '../command';

/** The env that is meant where only a mode is named, if several traders of that mode exist. */
const USUAL_ENV = 'docker';

/** A target was named that there is not, or more than one could be meant; an answer says so. */
export class TargetError extends Error {
  constructor(readonly problem: TargetFault) {
    super(problem.kind === 'unknown' ? 'there is no such target' : 'several targets could be meant');
    this.name = 'TargetError';
  }
}

/** A target that was named, and, where its env was not, which others could have been meant. */
export interface Named {
  readonly place: Place;
  readonly others: readonly Place[];
}

type Asked = { readonly mode: Mode; readonly env: Env | null; readonly otherPrefix?: string | undefined };

/** The envs that are known, each once: those that may stand alone among other words. */
export const envsOf = ({ targets }: Pick<CommandDeps, 'targets'>): readonly Env[] => [
  ...new Set([...targets.existing(), ...targets.list()].map(({ env }) => env)),
];

/**
 * The target that is meant, of those that exist. A mode alone means its only env, or docker, if that is one of several.
 * Throws TargetError where several could be meant.
 */
export function targetMeant({ mode, env, otherPrefix }: Asked, existing: readonly Place[]): Named {
  const ofMode = existing.filter((place) => place.mode === mode && fits(place, otherPrefix));
  if (env !== null)
    return {
      place: ownFirst(ofMode.filter((place) => place.env === env)) ?? placed(mode, env, otherPrefix),
      others: [],
    };
  const [only, ...more] = ofMode;
  if (only === undefined) return { place: placed(mode, USUAL_ENV, otherPrefix), others: [] };
  if (more.length === 0) return { place: only, others: [] };
  const usual = ownFirst(ofMode.filter((place) => place.env === USUAL_ENV));
  if (usual === undefined) throw new TargetError({ kind: 'several', mode, places: ofMode });
  return { place: usual, others: ofMode.filter((place) => place !== usual) };
}

const fits = (place: Place, otherPrefix: string | undefined): boolean =>
  otherPrefix === undefined || place.otherPrefix === otherPrefix;

const placed = (mode: Mode, env: Env, otherPrefix: string | undefined): Place =>
  otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix };

/** The first prefix goes without saying; another one does where it alone has such a trader. */
const ownFirst = (places: readonly Place[]): Place | undefined =>
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
