import { DAY, HOUR, MINUTE, SECOND } from './plan';
import type { WorldTrader } from './trader';
import type { World } from './world';

type Live = WorldTrader['live'];

/** What the traders go through, each by itself, and some of it together. Nothing begins once all is to be well. */
export function traderFates(world: World): void {
  const { timeline, plan, story } = world;
  const chance = world.chance.of('fates');
  const { staleAfterMs, frozenAfterMs } = plan;

  const later = (ms: number, act: () => void): void =>
    timeline.after(ms, () => {
      if (timeline.nowMs < plan.wellFromMs) act();
    });
  const again = (meanMs: number, act: () => void): void =>
    later(chance.wait(meanMs), () => {
      act();
      again(meanMs, act);
    });

  const start = (trader: WorldTrader): void => {
    if (trader.isAlive) return;
    const clockErrorMs = chance.is(0.2) ? Math.round(chance.between(-9, 9) * HOUR) : 0;
    const beatEveryMs = chance.whole(10, 30) * SECOND;
    const component =
      trader.place.mode === 'live' && chance.is(0.5)
        ? 'live_trader'
        : chance.is(0.9)
          ? 'trader'
          : 'live_trader';
    trader.starts({ beatEveryMs, moveEveryMs: MINUTE, component, clockErrorMs }, timeline.nowMs);
    const clock = clockErrorMs === 0 ? '' : `, its clock off by ${Math.round(clockErrorMs / MINUTE)} min`;
    story.tell(trader.target, `starts, beating every ${beatEveryMs / SECOND} s${clock}`);
  };

  const die = (trader: WorldTrader, forMs: number): void => {
    if (!trader.isAlive) return;
    trader.dies(timeline.nowMs);
    story.tell(trader.target, `dies, for ${(forMs / MINUTE).toFixed(1)} min`);
    later(forMs, () => start(trader));
  };

  /** Around what matters: short of it, just at it, well past it. */
  const silence = (): number =>
    chance.oneOf([
      () => chance.between(0.2, 0.9) * staleAfterMs,
      () => chance.between(0.9, 1.3) * staleAfterMs,
      () => staleAfterMs + chance.between(1, 60) * MINUTE,
      () => staleAfterMs + chance.between(1, 12) * HOUR,
    ])();

  const freeze = (trader: WorldTrader): void => {
    if (!trader.isAlive || trader.isFrozen) return;
    const forMs = frozenAfterMs * chance.between(0.3, 4);
    trader.freezes(timeline.nowMs);
    story.tell(trader.target, `freezes, for ${(forMs / MINUTE).toFixed(1)} min`);
    later(forMs, () => {
      if (!trader.isFrozen) return;
      trader.thaws(timeline.nowMs);
      story.tell(trader.target, 'works again');
    });
  };

  const flap = (trader: WorldTrader, times: number): void => {
    if (times === 0 || !trader.isAlive) return;
    const goneMs = staleAfterMs + chance.between(0, 2) * MINUTE + plan.alerts.decide.checkIntervalMs;
    die(trader, goneMs);
    later(goneMs + chance.between(3, 9) * MINUTE, () => flap(trader, times - 1));
  };

  const count = (trader: WorldTrader): void => {
    if (!trader.isAlive) return;
    const name = chance.oneOf(['violations', 'violations', 'trips'] as const);
    const by = chance.is(0.7) ? 1 : chance.whole(2, 4);
    trader.counts1(name, by, timeline.nowMs);
    story.tell(trader.target, `counts ${name}: +${by}`);
  };

  const turn = (trader: WorldTrader): void => {
    if (!trader.isAlive) return;
    const { enabled, armed } = trader.live;
    const live: Live = chance.is(0.5) ? { enabled: !enabled, armed } : { enabled, armed: !armed };
    trader.turns(live, timeline.nowMs);
    story.tell(trader.target, `live trading: enabled ${live.enabled}, armed ${live.armed}`);
  };

  for (const trader of world.traders) {
    later(chance.is(0.7) ? chance.between(0, 2) * MINUTE : chance.between(0, 0.5) * DAY, () => start(trader));
    again(plan.fateEveryMs, () => {
      const what = chance.share();
      if (what < 0.6) die(trader, silence());
      else if (what < 0.75) flap(trader, chance.whole(2, 3));
      else freeze(trader);
    });
    again(plan.fateEveryMs, () => count(trader));
    if (trader.place.mode === 'live') again(2 * plan.fateEveryMs, () => turn(trader));
    again(30 * MINUTE, () => {
      if (trader.isAlive) trader.counts1('trades', 1, timeline.nowMs);
    });
  }
  again(6 * plan.fateEveryMs, () => {
    const env = chance.oneOf(['docker', 'local']);
    story.tell('the world', `a storm takes all traders of ${env}`);
    const forMs = silence();
    for (const trader of world.traders)
      if (trader.place.env === env) later(chance.between(0, 5) * SECOND, () => die(trader, forMs));
  });
}
