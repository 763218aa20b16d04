import type { Redis } from 'ioredis';
import { TraderKeys } from '../../sandbox/demo/traderKeys';
import { systemClock } from '../../src/clock';
import { DEFAULT_KEY_PREFIX, type Target, traderNamespace } from '../../src/state/keys';
import { writerTo } from './redisWriter';

const BEAT_EVERY_MS = 500;

/** Traders that write to a real Redis what the trading system's do, until they are told to die. */
export class Traders {
  private readonly dead = new Set<string>();
  private readonly keys: readonly { readonly name: string; readonly keys: TraderKeys }[];
  private readonly beating: NodeJS.Timeout;

  constructor(client: Redis, targets: readonly Target[]) {
    const writer = writerTo(client);
    this.keys = targets.map((target) => ({
      name: traderNamespace(target),
      keys: new TraderKeys(writer, target, DEFAULT_KEY_PREFIX),
    }));
    this.beat();
    this.beating = setInterval(() => this.beat(), BEAT_EVERY_MS);
  }

  /** It writes no more from now on. */
  die(target: Target): void {
    this.dead.add(traderNamespace(target));
  }

  comeBack(target: Target): void {
    this.dead.delete(traderNamespace(target));
  }

  stop(): void {
    clearInterval(this.beating);
  }

  private beat(): void {
    const at = systemClock.now();
    for (const { name, keys } of this.keys) {
      if (this.dead.has(name)) continue;
      keys.heartbeat('trader', at);
      keys.portfolio({ total: 1_000_000, inPositions: 250_000 }, at);
      keys.raiseStat('trades_total');
    }
  }
}
