import { decodeState } from '../alerting/state/codec';
import type { Clock } from '../lib/clock';
import type { AlertStore } from '../storage/alertStore';
import { digestOf } from './buildDigest';
import { type DigestConfig, SECTIONS } from './digest';
import { isFresh } from './fresh';
import type { CurrentDigest, DigestsService } from './service';

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
    const known = stored === null ? null : decodeState(stored.known).known;
    if (known === null || config === undefined) return null;
    const last = known.digests.find((each) => each.name === config.name);
    return {
      digest: digestOf(known, last?.baseline ?? null, config, null),
      notSeenSince: isFresh(known, clock.now(), freshForMs) ? null : known.observedAt,
    };
  }
}
