import { decide, type Known } from '../../src/alerts';
import { Watcher } from '../../src/jobs/watcher';
import { SETTINGS } from '../alerts/story';
import { second, snapshotOf, trader } from '../alerts/world';
import { knownIn, post } from './post';

const AHEAD_MS = 11_000;

test('A copy whose clock is ahead, and that is first at every other check, has missed none of them', async () => {
  const { watcher: behind, look, ledger, clock, log, memoryOf, courier } = post();
  const aheadClock = { now: () => new Date(clock.now().getTime() + AHEAD_MS) };
  let isFirst = false;
  const ahead = new Watcher({
    look: async () => {
      if (!isFirst) await behind.check();
      return { ...(await look()), at: aheadClock.now() };
    },
    memory: memoryOf(ledger),
    courier,
    clock: aheadClock,
    log: log.log,
    settings: SETTINGS,
  });
  for (let checks = 0; checks < 40; checks++) {
    await ahead.check();
    if (isFirst) await behind.check();
    isFirst = !isFirst;
    clock.advance(SETTINGS.checkIntervalMs);
  }
  expect(await knownIn(ledger)).toMatchObject({ watchedSince: second(0) });
});

test('A beat that Redis says is younger than staleAfter is no silence, though another copy met it by a clock that is behind', () => {
  const settings = { ...SETTINGS, rules: { heartbeat: { staleAfter: '32s' } } };
  const beating = trader('paper:docker', [[0, Infinity]], { beatEvery: 29 });
  let known: Known | null = null;
  const told: string[] = [];
  for (const [t, clockErrorS] of [
    [15, -7],
    [29.4, -7],
    [44.4, -7],
    [57.6, -2],
  ] as const) {
    const at = second(t + clockErrorS);
    const snapshots = [{ ...snapshotOf(beating, t), timestamp: at }];
    const decision = decide(known, { kind: 'seen', at, snapshots, sessions: null }, settings);
    known = decision.known;
    told.push(...decision.deliveries.map(({ id }) => id));
  }
  expect(told).toEqual([]);
});
