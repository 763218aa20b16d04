import type { Redis } from 'ioredis';
import { TraderKeys } from '../../sandbox/demo/traderKeys';
import { DEFAULT_KEY_PREFIX, type Env, MODES, type Place, traderNamespace } from '../../src/state/keys';
import { writerTo } from './redisWriter';

/** So many targets, three an env. The grammar of the keys lets an env be any word; the bot's own list has two. */
export const manyTargets = (count: number): readonly Place[] =>
  Array.from({ length: count }, (_, i) => ({
    mode: MODES[i % MODES.length] ?? 'paper',
    env: `e${Math.floor(i / MODES.length)}` as Env,
  }));

/** Each of them beats once, and writes what a trader writes. */
export async function beat(client: Redis, targets: readonly Place[], at: Date): Promise<void> {
  const pipeline = client.pipeline();
  const writer = writerTo(pipeline);
  for (const target of targets) {
    const keys = new TraderKeys(writer, target, DEFAULT_KEY_PREFIX);
    keys.heartbeat('trader', at);
    keys.portfolio({ total: 1_000_000, inPositions: 250_000 }, at);
    for (const name of ['trades_total', 'trades_today']) keys.raiseStat(name);
    for (const name of ['live_enabled', 'live_armed', 'safety_violations_total']) keys.setStat(name, 0);
    keys.metrics({ circuit_breaker_active: false, open_positions: 3, spread_pct: 0.33 });
  }
  await pipeline.exec();
}

/** All their signs of life are gone, as when minutes have passed since they stopped: this Redis's clock stands still meanwhile. */
export async function fallSilent(client: Redis, targets: readonly Place[]): Promise<void> {
  await client.unlink(
    targets.flatMap((target) =>
      ['heartbeat:trader', 'portfolio:state'].map(
        (key) => `${traderNamespace(target)}:${DEFAULT_KEY_PREFIX}:${key}`,
      ),
    ),
  );
}
