import { DEFAULT_ENVS, type Env, MODES, type Place } from '../state/keys';

/** Which traders there are, or may be. */
export interface TargetDirectory {
  /** In the order in which they are shown. */
  list(): readonly Place[];
}

/** The traders of all modes in these envs, live first. */
export const placesIn = (envs: readonly Env[], otherPrefix?: string): readonly Place[] =>
  MODES.flatMap((mode) =>
    envs.map((env) => (otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix })),
  );

/** These and no others. */
export const onlyTargets = (places: readonly Place[]): TargetDirectory => ({ list: () => places });

/** Those that are asked for where nothing is configured. */
export const DEFAULT_TARGETS: TargetDirectory = onlyTargets(placesIn(DEFAULT_ENVS));
