import type { Redis } from 'ioredis';
import { type KeyWriter, TraderKeys } from '../../sandbox/demo/traderKeys';
import { type Clock, systemClock } from '../../src/lib/clock';
import { DEFAULT_KEY_PREFIX, type Place, traderNamespace } from '../../src/state/keys';
import { writerTo } from './redisWriter';

/** How traders live. */
export interface Life {
  readonly clock: Clock;
  readonly beatEveryMs: number;
  /** False: a beat's key stays, and only its text shows its age. For a clock that Redis's own does not follow. */
  readonly keysExpire: boolean;
}

const ORDINARY: Life = { clock: systemClock, beatEveryMs: 500, keysExpire: true };

/** Traders that write to a real Redis what the trading system's do, until they die on request. */
export class Traders {
  private readonly dead = new Set<string>();
  private readonly keys: readonly { readonly name: string; readonly keys: TraderKeys }[];
  private readonly beating: NodeJS.Timeout;

  constructor(
    client: Redis,
    targets: readonly Place[],
    private readonly life: Life = ORDINARY,
  ) {
    const writer = life.keysExpire ? writerTo(client) : withoutExpiry(writerTo(client));
    this.keys = targets.map((target) => ({
      name: traderNamespace(target),
      keys: new TraderKeys(writer, target, DEFAULT_KEY_PREFIX),
    }));
    this.beat();
    this.beating = setInterval(() => this.beat(), life.beatEveryMs);
  }

  /** It writes no more from now on. */
  die(target: Place): void {
    this.dead.add(traderNamespace(target));
  }

  revive(target: Place): void {
    this.dead.delete(traderNamespace(target));
  }

  stop(): void {
    clearInterval(this.beating);
  }

  private beat(): void {
    const at = this.life.clock.now();
    for (const { name, keys } of this.keys) {
      if (this.dead.has(name)) continue;
      keys.heartbeat('trader', at);
      keys.portfolio({ total: 1_000_000, inPositions: 250_000 }, at);
      keys.raiseStat('trades_total');
    }
  }
}

const withoutExpiry = (writer: KeyWriter): KeyWriter => ({
  ...writer,
  set: (key, value) => writer.set(key, value),
  setHash: (key, fields) => writer.setHash(key, fields),
});
