import { DAY, HOUR, MINUTE, SECOND } from './plan';
import type { WorldTrader } from './trader';
import type { World } from './world';

type Live = WorldTrader['stats']['live'];

/** What the traders go through, each by itself, and some of it together. Nothing begins once all faults are to end. */
export function scheduleTraders(world: World): void {
  const { queue, plan, log } = world;
  const prng = world.prng.of('fates');
  const { staleAfterMs, frozenAfterMs } = plan;

  const later = (ms: number, act: () => void): void =>
    queue.after(ms, () => {
      if (queue.nowMs < plan.healthyFromMs) act();
    });
  const again = (meanMs: number, act: () => void): void =>
    later(prng.wait(meanMs), () => {
      act();
      again(meanMs, act);
    });

  const start = (trader: WorldTrader): void => {
    if (trader.isAlive) return;
    const clockErrorMs = prng.is(0.3)
      ? prng.oneOf([HOUR, -HOUR, 9 * HOUR, Math.round(prng.between(-9, 9) * HOUR)])
      : 0;
    const component =
      trader.place.mode === 'live' && prng.is(0.5) ? 'live_trader' : prng.is(0.9) ? 'trader' : 'live_trader';
    trader.starts({ component, clockErrorMs }, queue.nowMs);
    // Who hears of changes hears of its first writes.
    trader.show(queue.nowMs);
    const clock = clockErrorMs === 0 ? '' : `, its clock off by ${Math.round(clockErrorMs / MINUTE)} min`;
    log.add(trader.target, `starts${clock}`);
  };

  const die = (trader: WorldTrader, forMs: number): void => {
    if (!trader.isAlive) return;
    trader.dies(queue.nowMs);
    log.add(trader.target, `dies, for ${(forMs / MINUTE).toFixed(1)} min`);
    later(forMs, () => start(trader));
  };

  /** Around what matters: below it, just at it, far above it. */
  const silence = (): number =>
    prng.oneOf([
      () => prng.between(0.2, 0.9) * staleAfterMs,
      () => prng.between(0.9, 1.3) * staleAfterMs,
      () => staleAfterMs + prng.between(1, 60) * MINUTE,
      () => staleAfterMs + prng.between(1, 12) * HOUR,
    ])();

  const freeze = (trader: WorldTrader): void => {
    if (!trader.isAlive || !trader.hasBoth || trader.isFrozen || trader.hasNoHeartbeat) return;
    const forMs = frozenAfterMs * prng.between(0.3, 4);
    trader.freezes(queue.nowMs);
    log.add(trader.target, `freezes, for ${(forMs / MINUTE).toFixed(1)} min`);
    later(forMs, () => {
      if (!trader.isFrozen) return;
      trader.thaws(queue.nowMs);
      log.add(trader.target, 'works again');
    });
  };

  const stopHeartbeat = (trader: WorldTrader): void => {
    if (!trader.isAlive || !trader.hasBoth || trader.isFrozen || trader.hasNoHeartbeat) return;
    const forMs = prng.is(0.1) ? prng.between(20, 40) * HOUR : staleAfterMs * prng.between(0.3, 4);
    trader.stopsHeartbeat(queue.nowMs);
    log.add(trader.target, `gives no heartbeat, for ${(forMs / MINUTE).toFixed(1)} min, and works on`);
    later(forMs, () => {
      if (!trader.hasNoHeartbeat) return;
      trader.resumesHeartbeat(queue.nowMs);
      log.add(trader.target, 'sends heartsends heartbeats again');
    });
  };

  const tamper = (trader: WorldTrader): void => {
    const key = prng.oneOf(['heartbeat', 'portfolio'] as const);
    const ttl = prng.oneOf(['hour', 'never'] as const);
    trader.expiresByHand(key, ttl, queue.nowMs);
    log.add('somebody', `sets by hand that the ${key} of ${trader.target} expires: ${ttl}`);
  };

  const flap = (trader: WorldTrader, times: number): void => {
    if (times === 0 || !trader.isAlive) return;
    const goneMs = staleAfterMs + prng.between(0, 2) * MINUTE + plan.alerts.decide.checkIntervalMs;
    die(trader, goneMs);
    later(goneMs + prng.between(3, 9) * MINUTE, () => flap(trader, times - 1));
  };

  const count = (trader: WorldTrader): void => {
    if (!trader.isAlive) return;
    const name = prng.oneOf(['violations', 'violations', 'trips'] as const);
    const by = prng.is(0.7) ? 1 : prng.whole(2, 4);
    trader.stats.counts1(name, by, queue.nowMs);
    log.add(trader.target, `counts ${name}: +${by}`);
  };

  const turn = (trader: WorldTrader): void => {
    if (!trader.isAlive) return;
    const { enabled, armed } = trader.stats.live;
    const live: Live = prng.is(0.5) ? { enabled: !enabled, armed } : { enabled, armed: !armed };
    trader.stats.turns(live, queue.nowMs, prng.whole(1, 3));
    log.add(trader.target, `live trading: enabled ${live.enabled}, armed ${live.armed}`);
  };

  const order = (trader: WorldTrader, agoMs: number): void => {
    trader.stats.orders(queue.nowMs, agoMs);
    queue.after(DAY - agoMs, () => trader.stats.evidenceAt(queue.nowMs));
    log.add(trader.target, `has sent a real order ${(agoMs / HOUR).toFixed(1)} h ago`);
  };

  /** How it stands when the bot is first started. */
  const beforeStart = (trader: WorldTrader): void => {
    const { begins, left } = trader.character.before;
    const { nowMs } = queue;
    log.add(trader.target, `before the bot: begins ${begins}, has left ${left.join(', ') || 'nothing'}`);
    trader.stats.evidenceAt(nowMs);
    trader.leavesComponent(nowMs);
    if (left.includes('flags')) trader.stats.turns({ enabled: true, armed: prng.is(0.5) }, nowMs, 2);
    if (left.includes('order')) order(trader, prng.between(0.1, 30) * HOUR);
    if (left.includes('counters')) trader.stats.counts1('trades', 39, nowMs);
    if (left.includes('portfolio')) trader.left(prng.between(0, 4) * MINUTE, nowMs);
    if (begins === 'before') start(trader);
    else if (begins === 'soon') later(prng.between(0, 2) * MINUTE, () => start(trader));
    else if (begins === 'later') later(prng.between(0, 0.5) * DAY, () => start(trader));
  };

  for (const trader of world.traders) {
    beforeStart(trader);
    again(plan.eventEveryMs, () => {
      const what = prng.share();
      if (what < 0.6) die(trader, silence());
      else if (what < 0.75) flap(trader, prng.whole(2, 3));
      else if (what < 0.9) freeze(trader);
      else stopHeartbeat(trader);
    });
    again(2 * plan.eventEveryMs, () => stopHeartbeat(trader));
    if (prng.is(0.3)) again(plan.eventEveryMs, () => tamper(trader));
    again(plan.eventEveryMs, () => count(trader));
    if (trader.place.mode === 'live') again(2 * plan.eventEveryMs, () => turn(trader));
    if (trader.place.mode === 'live' && prng.is(0.3))
      again(6 * HOUR, () => trader.isAlive && order(trader, 0));
    again(30 * MINUTE, () => {
      if (trader.isAlive) trader.stats.counts1('trades', 1, queue.nowMs);
    });
  }
  const [busy] = world.traders.filter(({ place }) => place.mode === 'live');
  if (plan.isBusy && busy !== undefined)
    again(3 * SECOND, () => {
      if (busy.isAlive) busy.stats.counts1('violations', 1, queue.nowMs);
    });
  again(6 * plan.eventEveryMs, () => {
    const env = prng.oneOf(['docker', 'local', 'production']);
    log.add('the world', `a storm takes all traders of ${env}`);
    const forMs = silence();
    for (const trader of world.traders)
      if (trader.place.env === env) later(prng.between(0, 5) * SECOND, () => die(trader, forMs));
  });
}
