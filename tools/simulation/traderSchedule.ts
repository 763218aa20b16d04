import { DAY, HOUR, MINUTE, SECOND } from './plan';
import type { WorldTrader } from './trader';
import type { World } from './world';

type Live = WorldTrader['figures']['live'];

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
    const clockErrorMs = chance.is(0.3)
      ? chance.oneOf([HOUR, -HOUR, 9 * HOUR, Math.round(chance.between(-9, 9) * HOUR)])
      : 0;
    const component =
      trader.place.mode === 'live' && chance.is(0.5)
        ? 'live_trader'
        : chance.is(0.9)
          ? 'trader'
          : 'live_trader';
    trader.starts({ component, clockErrorMs }, timeline.nowMs);
    const clock = clockErrorMs === 0 ? '' : `, its clock off by ${Math.round(clockErrorMs / MINUTE)} min`;
    story.tell(trader.target, `starts${clock}`);
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
    if (!trader.isAlive || !trader.hasBoth || trader.isFrozen || trader.isHeartless) return;
    const forMs = frozenAfterMs * chance.between(0.3, 4);
    trader.freezes(timeline.nowMs);
    story.tell(trader.target, `freezes, for ${(forMs / MINUTE).toFixed(1)} min`);
    later(forMs, () => {
      if (!trader.isFrozen) return;
      trader.thaws(timeline.nowMs);
      story.tell(trader.target, 'works again');
    });
  };

  const loseHeart = (trader: WorldTrader): void => {
    if (!trader.isAlive || !trader.hasBoth || trader.isFrozen || trader.isHeartless) return;
    const forMs = chance.is(0.1) ? chance.between(20, 40) * HOUR : staleAfterMs * chance.between(0.3, 4);
    trader.stopsBeating(timeline.nowMs);
    story.tell(trader.target, `gives no heartbeat, for ${(forMs / MINUTE).toFixed(1)} min, and works on`);
    later(forMs, () => {
      if (!trader.isHeartless) return;
      trader.beatsAgain(timeline.nowMs);
      story.tell(trader.target, 'beats again');
    });
  };

  const tamper = (trader: WorldTrader): void => {
    const key = chance.oneOf(['heartbeat', 'portfolio'] as const);
    const ttl = chance.oneOf(['hour', 'never'] as const);
    trader.expiresByHand(key, ttl, timeline.nowMs);
    story.tell('somebody', `sets by hand that the ${key} of ${trader.target} expires: ${ttl}`);
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
    trader.figures.counts1(name, by, timeline.nowMs);
    story.tell(trader.target, `counts ${name}: +${by}`);
  };

  const turn = (trader: WorldTrader): void => {
    if (!trader.isAlive) return;
    const { enabled, armed } = trader.figures.live;
    const live: Live = chance.is(0.5) ? { enabled: !enabled, armed } : { enabled, armed: !armed };
    trader.figures.turns(live, timeline.nowMs, chance.whole(1, 3));
    story.tell(trader.target, `live trading: enabled ${live.enabled}, armed ${live.armed}`);
  };

  const order = (trader: WorldTrader, agoMs: number): void => {
    trader.figures.orders(timeline.nowMs, agoMs);
    timeline.after(DAY - agoMs, () => trader.figures.evidenceAt(timeline.nowMs));
    story.tell(trader.target, `has sent a real order ${(agoMs / HOUR).toFixed(1)} h ago`);
  };

  /** How it stands when the bot is first started. */
  const beforeTheBot = (trader: WorldTrader): void => {
    const { begins, left } = trader.character.before;
    const { nowMs } = timeline;
    story.tell(trader.target, `before the bot: begins ${begins}, has left ${left.join(', ') || 'nothing'}`);
    trader.figures.evidenceAt(nowMs);
    trader.leavesComponent(nowMs);
    if (left.includes('flags')) trader.figures.turns({ enabled: true, armed: chance.is(0.5) }, nowMs, 2);
    if (left.includes('order')) order(trader, chance.between(0.1, 30) * HOUR);
    if (left.includes('counters')) trader.figures.counts1('trades', 39, nowMs);
    if (left.includes('portfolio')) trader.left(chance.between(0, 4) * MINUTE, nowMs);
    if (begins === 'before') start(trader);
    else if (begins === 'soon') later(chance.between(0, 2) * MINUTE, () => start(trader));
    else if (begins === 'later') later(chance.between(0, 0.5) * DAY, () => start(trader));
  };

  for (const trader of world.traders) {
    beforeTheBot(trader);
    again(plan.fateEveryMs, () => {
      const what = chance.share();
      if (what < 0.6) die(trader, silence());
      else if (what < 0.75) flap(trader, chance.whole(2, 3));
      else if (what < 0.9) freeze(trader);
      else loseHeart(trader);
    });
    again(2 * plan.fateEveryMs, () => loseHeart(trader));
    if (chance.is(0.3)) again(plan.fateEveryMs, () => tamper(trader));
    again(plan.fateEveryMs, () => count(trader));
    if (trader.place.mode === 'live') again(2 * plan.fateEveryMs, () => turn(trader));
    if (trader.place.mode === 'live' && chance.is(0.3))
      again(6 * HOUR, () => trader.isAlive && order(trader, 0));
    again(30 * MINUTE, () => {
      if (trader.isAlive) trader.figures.counts1('trades', 1, timeline.nowMs);
    });
  }
  again(6 * plan.fateEveryMs, () => {
    const env = chance.oneOf(['docker', 'local', 'production']);
    story.tell('the world', `a storm takes all traders of ${env}`);
    const forMs = silence();
    for (const trader of world.traders)
      if (trader.place.env === env) later(chance.between(0, 5) * SECOND, () => die(trader, forMs));
  });
}
