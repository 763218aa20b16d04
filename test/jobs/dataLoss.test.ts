import type { Observation } from '../../src/alerting';
import { describeLosses } from '../../src/alerting/dataLoss';
import { createCheckJobHarness, storedState } from '../helpers/checkJobHarness';
import { second, snapshotOf, trader } from '../helpers/traders';

const dies = trader('paper:docker', [[-600, 30]]);

/** A bot that checks every 15 s while Redis is empty before each check, as in a crash loop without persistence. */
async function inCrashLoop(checks: number) {
  const kit = createCheckJobHarness();
  const observe = async (): Promise<Observation> => {
    const t = (kit.clock.now().getTime() - second(0).getTime()) / 1000;
    return { kind: 'observed', at: kit.clock.now(), snapshots: [snapshotOf(dies, t)], sessions: null };
  };
  const dead = createCheckJobHarness({ ...kit, log: kit.log.log, observe });
  for (let n = 0; n < checks; n++) {
    await dead.watcher.check();
    kit.clock.advance(15_000);
    if (n < checks - 1) await kit.alertStore.comesBack();
  }
  return kit;
}

test('A Redis that loses all at every check hides no death, and is an alert of its own', async () => {
  const { alertStore, clock } = await inCrashLoop(20);
  const known = await storedState(alertStore);
  const open = known?.incidents.map(({ targets, state }) => `${state} ${targets[0]?.target}`).sort();
  expect(open).toEqual(['open Redis', 'open paper:docker']);
  expect(describeLosses(known?.losses ?? null, clock.now())).toContain('Redis keeps losing its data');
  const waiting = (await alertStore.pending()).map(({ id }) => id);
  expect(known?.incidents.map(({ id }) => waiting.includes(id))).toEqual([true, true]);
});
