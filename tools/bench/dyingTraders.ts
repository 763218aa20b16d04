import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { isoformat } from '../../sandbox/demo/pythonText';
import { systemClock } from '../../src/lib/clock';

/** Each of its keys is written so often, in ms. */
const BEAT_MS = 1_000;
const TTL_MS = 300_000;

/** A trader that writes its portfolio every second, and its live metrics where it has a breaker, until it dies. */
export class DyingTrader {
  private readonly dying = new AbortController();
  private isTripped = false;
  private lastSign = systemClock.now();
  private living: Promise<void>;

  /** It begins to write at a random moment of the next second. */
  constructor(
    private readonly client: Redis,
    /** Such as `live:docker`. */
    readonly target: string,
    private readonly hasBreaker = false,
  ) {
    this.living = this.live();
  }

  /** Writes no more; resolves to when it did last, by this machine's clock. */
  async die(): Promise<Date> {
    this.dying.abort('it dies');
    await this.living;
    return this.lastSign;
  }

  /** Writes at once that its breaker is active, and goes on like that; resolves to when. */
  async trip(): Promise<Date> {
    this.isTripped = true;
    const at = systemClock.now();
    await this.beat();
    return at;
  }

  private async live(): Promise<void> {
    const { signal } = this.dying;
    await sleep(Math.random() * BEAT_MS);
    while (!signal.aborted) {
      this.lastSign = systemClock.now();
      await this.beat();
      await sleep(BEAT_MS, undefined, { signal }).catch(() => null);
    }
  }

  private async beat(): Promise<void> {
    const { client, target } = this;
    const pipeline = client.pipeline();
    const write = (name: string, fields: Record<string, string>): void => {
      const key = `${target}:arbitrage:${name}`;
      pipeline.hset(key, fields).pexpire(key, TTL_MS);
    };
    write('portfolio:state', { total_balance: '3891195.25', timestamp: isoformat(systemClock.now()) });
    if (this.hasBreaker)
      write('metrics:live', { circuit_breaker_active: this.isTripped ? 'True' : 'False', trades_today: '7' });
    await pipeline.exec();
  }
}
