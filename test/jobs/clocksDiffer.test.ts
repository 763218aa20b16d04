import { Watcher } from '../../src/jobs/watcher';
import { SETTINGS } from '../alerts/story';
import { second } from '../alerts/world';
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
