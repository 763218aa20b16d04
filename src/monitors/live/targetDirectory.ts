import { memoizeByObject } from '../../lib/memoize';
import { matchesWildcard } from '../../lib/wildcard';
import type { DiscoveredKeys } from '../../state/discovery';
import {
  DEFAULT_ENVS,
  type Env,
  MODES,
  type Place,
  placeId,
  placeOf,
  placeOfId,
  type TargetId,
} from '../../state/keys';

/** The traders that exist, or may exist. */
export interface TargetDirectory {
  /** All that are watched, in the order in which they are shown: live first. */
  list(): readonly Place[];
  /** Those that had keys, be it days ago, and those that the configuration file names. */
  existing(): readonly Place[];
  /** Those of which the last scan found a key. */
  found(): ReadonlySet<TargetId>;
}

/** The traders of all modes in these envs, live first. */
export const placesIn = (envs: readonly Env[], otherPrefix?: string): readonly Place[] =>
  MODES.flatMap((mode) =>
    envs.map((env) => (otherPrefix === undefined ? { mode, env } : { mode, env, otherPrefix })),
  );

export const onlyTargets = (places: readonly Place[]): TargetDirectory => ({
  list: () => places,
  existing: () => [],
  found: () => new Set(),
});

/** The targets where nothing is configured. */
export const DEFAULT_TARGETS: TargetDirectory = onlyTargets(placesIn(DEFAULT_ENVS));

export interface TargetSettings {
  /** The key prefixes; ids leave out the first. */
  readonly prefixes: readonly string[];
  readonly envs: readonly Env[];
  /** The ids under `targets:` in the configuration file. */
  readonly named: readonly TargetId[];
  /** Patterns of ids, see matchesWildcard: what is found and matches one is left out. */
  readonly ignored: readonly string[];
}

export interface TargetSources {
  /** What the last scan found; null before the first. */
  readonly discovered: () => DiscoveredKeys | null;
  /** Those in the stored state, with whether they ever had a key. */
  readonly remembered?: () => readonly { readonly target: TargetId; readonly isSeen: boolean }[];
}

/** True for what `discover.ignore` matches, and `targets:` does not name. */
export const ignoring = memoizeByObject(({ ignored, named }: TargetSettings) => {
  const kept = new Set(named);
  return (id: TargetId): boolean => !kept.has(id) && ignored.some((pattern) => matchesWildcard(pattern, id));
});

/** The targets that are watched whatever Redis holds: those of the file, and those of `ENVS`. */
export const configuredTargets = memoizeByObject((settings: TargetSettings): ReadonlySet<TargetId> => {
  const { prefixes, envs, named } = settings;
  const isIgnored = ignoring(settings);
  const ofEnvs = prefixes
    .flatMap((prefix, i) => placesIn(envs, i === 0 ? undefined : prefix))
    .map(placeId)
    .filter((id) => !isIgnored(id));
  return new Set([...ofEnvs, ...named]);
});

/** The configured targets, those that were found, and those in the stored state. */
export class Targets implements TargetDirectory {
  private places: ReadonlyMap<TargetId, Place> = new Map();

  constructor(
    /** Asked each time. */
    private readonly settings: () => TargetSettings,
    private readonly sources: TargetSources,
  ) {}

  list(): readonly Place[] {
    const remembered = this.remembered().map(({ target }) => target);
    return this.placesOf([...configuredTargets(this.settings()), ...[...this.found(), ...remembered].sort()]);
  }

  existing(): readonly Place[] {
    const seen = this.remembered().flatMap(({ target, isSeen }) => (isSeen ? [target] : []));
    return this.placesOf([...this.settings().named, ...[...this.found(), ...seen].sort()]);
  }

  found(): ReadonlySet<TargetId> {
    const [firstPrefix = ''] = this.settings().prefixes;
    const ids = (this.sources.discovered()?.targets ?? []).map((target) =>
      placeId(placeOf(target, firstPrefix)),
    );
    return new Set(ids.filter((id) => !this.isIgnored(id)));
  }

  private isIgnored(id: TargetId): boolean {
    return ignoring(this.settings())(id);
  }

  private remembered() {
    return (this.sources.remembered?.() ?? []).filter(({ target }) => !this.isIgnored(target));
  }

  /** Each id is parsed once, not at every check. Places of one mode keep the order in which they are given. */
  private placesOf(ids: readonly TargetId[]): readonly Place[] {
    const before = this.places;
    const found = new Map<TargetId, Place>();
    for (const id of ids) {
      const place = found.get(id) ?? before.get(id) ?? placeOfId(id);
      if (place !== null) found.set(id, place);
    }
    if (found.size >= before.size) this.places = found;
    return MODES.flatMap((mode) => [...found.values()].filter((place) => place.mode === mode));
  }
}
