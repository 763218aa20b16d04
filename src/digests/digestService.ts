import { decodeState } from '../alerting/state/codec';
import type { Clock } from '../lib/clock';
import type { AlertStore } from '../storage/alertStore';
import { buildDigest } from './buildDigest';
import { type Digest, type DigestConfig, SECTIONS } from './digest';
import { isFresh } from './fresh';

export interface CurrentDigest {
  readonly digest: Digest;
  /** The last sight, where that is too old to tell how the traders are now; else null. */
  readonly notSeenSince: Date | null;
}

/** What people can ask about digests. */
export interface DigestsService {
  /** Those that are configured, the one that is meant where none is named first. */
  readonly names: readonly string[];
  /**
   * What a digest would tell now, since it was told last; since the bot began to count where it never was, or none is
   * configured. Null before the first check, and for a name that there is not. Changes nothing. Throws
   * StateUnavailableError.
   */
  current(name: string | null): Promise<CurrentDigest | null>;
}

/** Of everything, for where no digest is configured. */
const DEFAULT_DIGEST: Pick<DigestConfig, 'name' | 'targets' | 'sections'> = {
  name: 'daily',
  targets: null,
  sections: SECTIONS,
};

export interface StoredDigestsOptions {
  readonly alertStore: AlertStore;
  readonly configs: readonly DigestConfig[];
  readonly clock: Clock;
  /** A sight that is older, in ms, does not tell how the traders are now. */
  readonly freshForMs: number;
}

/** The digests as the store knows them. */
export class StoredDigestsService implements DigestsService {
  readonly names: readonly string[];

  constructor(private readonly deps: StoredDigestsOptions) {
    this.names = deps.configs.map(({ name }) => name);
  }

  async current(name: string | null): Promise<CurrentDigest | null> {
    const { alertStore, configs, clock, freshForMs } = this.deps;
    const config =
      name === null ? (configs[0] ?? DEFAULT_DIGEST) : configs.find((each) => each.name === name);
    const stored = await alertStore.load();
    const known = stored === null ? null : decodeState(stored.records).state;
    if (known === null || config === undefined) return null;
    const last = known.digests.find((each) => each.name === config.name);
    return {
      digest: buildDigest(known, last?.baseline ?? null, config, null),
      notSeenSince: isFresh(known, clock.now(), freshForMs) ? null : known.observedAt,
    };
  }
}
