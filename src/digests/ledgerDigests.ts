import { readKnown } from '../alerts/knownText';
import { TARGETS, traderNamespace } from '../state/keys';
import type { Ledger } from '../state/ledger';
import { type Digest, type DigestConfig, SECTIONS } from './digest';
import { digestOf } from './digestOf';
import type { DigestsService } from './service';

/** Of everything, for where no digest is configured. */
const OF_ALL: Pick<DigestConfig, 'name' | 'targets' | 'sections'> = {
  name: 'daily',
  targets: TARGETS.map(traderNamespace),
  sections: SECTIONS,
};

/** The digests as the ledger knows them. */
export class LedgerDigests implements DigestsService {
  readonly names: readonly string[];

  constructor(
    private readonly ledger: Ledger,
    private readonly configs: readonly DigestConfig[],
  ) {
    this.names = configs.map(({ name }) => name);
  }

  async current(name: string | null): Promise<Digest | null> {
    const config =
      name === null ? (this.configs[0] ?? OF_ALL) : this.configs.find((each) => each.name === name);
    const stored = await this.ledger.read();
    const known = stored === null ? null : readKnown(stored.known).known;
    if (known === null || config === undefined) return null;
    const last = known.digests.find((each) => each.name === config.name);
    return digestOf(known, last?.baseline ?? null, config, null);
  }
}
