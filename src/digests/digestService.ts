import { decodeState } from '../alerting/state/codec';
import type { Clock } from '../lib/clock';
import type { AlertStore } from '../storage/alertStore';
import type { ReadBalanceWeek } from './balanceWeek';
import { buildDigest } from './buildDigest';
import { type Digest, type DigestConfig, SECTIONS } from './digest';
import { isFresh } from './fresh';

export interface CurrentDigest {
  readonly digest: Digest;
  /** The last observation, if it is too old to say how the traders are now; otherwise null. */
  readonly notSeenSince: Date | null;
}

/** What people can ask about digests. */
export interface DigestsService {
  /** The configured digests; the first is the default. */
  readonly names: readonly string[];
  /**
   * A digest as of now: what changed since it was last sent, or since the bot began to count. Null before the first
   * check, and for an unknown name. Changes nothing. Throws StateUnavailableError.
   */
  current(name: string | null): Promise<CurrentDigest | null>;
}

/** Everything, if no digest is configured. */
const DEFAULT_DIGEST: Pick<DigestConfig, 'name' | 'targets' | 'sections'> = {
  name: 'daily',
  targets: null,
  sections: SECTIONS,
};

export interface StoredDigestsOptions {
  readonly alertStore: AlertStore;
  readonly configs: () => readonly DigestConfig[];
  readonly clock: Clock;
  /** An older observation, in ms, does not say how the traders are now. */
  readonly freshForMs: () => number;
  /** Reads the last days; they are left out unless given. */
  readonly weekOf?: ReadBalanceWeek;
}

const targetsOf = ({ targets }: Digest): readonly string[] => targets.map(({ target }) => target);

/** Digests built from the stored state. */
export class StoredDigestsService implements DigestsService {
  constructor(private readonly deps: StoredDigestsOptions) {}

  get names(): readonly string[] {
    return this.deps.configs().map(({ name }) => name);
  }

  async current(name: string | null): Promise<CurrentDigest | null> {
    const { alertStore, clock, freshForMs } = this.deps;
    const configs = this.deps.configs();
    const config =
      name === null ? (configs[0] ?? DEFAULT_DIGEST) : configs.find((each) => each.name === name);
    const stored = await alertStore.load();
    const known = stored === null ? null : decodeState(stored.records).state;
    if (known === null || config === undefined) return null;
    const last = known.digests.find((each) => each.name === config.name);
    const digest = buildDigest(known, last?.baseline ?? null, config, null);
    const week = await this.deps.weekOf?.(targetsOf(digest), digest.at);
    return {
      digest: { ...digest, ...(week !== undefined && { week }) },
      notSeenSince: isFresh(known, clock.now(), freshForMs()) ? null : known.observedAt,
    };
  }
}
