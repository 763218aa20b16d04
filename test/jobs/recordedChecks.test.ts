import type { Observation } from '../../src/alerting';
import { uptimeMemorySchema, uptimeTotals } from '../../src/alerting/rules/uptimeTotals';
import { MemoryHistory } from '../../src/history/memory/memoryHistory';
import { recordChecks } from '../../src/jobs/recording/recordChecks';
import { createCheckJobHarness } from '../helpers/checkJobHarness';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { realTrader, second, snapshotOf } from '../helpers/traders';

const TARGET = 'live:docker';

/** Writes until 120 s, is dead until 330 s, and writes again. */
const trader = realTrader(
  TARGET,
  [
    [-600, 120],
    [330, Infinity],
  ],
  {},
  (t) => ({
    totalBalance: 1_000 + t,
    tradesTotal: Math.floor(t / 60),
    liveArmed: t >= 60,
    portfolioAgeMs: t > 120 && t < 330 ? (t - 120) * 1000 : 0,
  }),
);

/** Checks every 15 s up to then; Redis is away from 405 s to 435 s. */
async function historyOfChecks(untilS: number) {
  const clock = settableClock(second(0));
  const history = new MemoryHistory({ clock, missedAfterMs: 22_500 });
  const observe = async (): Promise<Observation> => {
    const at = clock.now();
    const t = (at.getTime() - second(0).getTime()) / 1000;
    if (t >= 405 && t <= 435) return { kind: 'unavailable', at, reason: 'slow' };
    return { kind: 'observed', at, snapshots: [snapshotOf(trader, t)], sessions: null };
  };
  const recorder = recordChecks(history, keptLog().log);
  const { watcher, stored } = createCheckJobHarness({ clock, observe, history: recorder });
  for (let t = 0; t <= untilS; t += 15) {
    clock.set(second(t));
    await watcher.check();
  }
  clock.set(second(untilS + 5));
  return { history, stored };
}

const span = { target: TARGET, from: second(0), to: second(500) };

test('Each check leaves its values; a portfolio that is written no more leaves none', async () => {
  const { history } = await historyOfChecks(495);
  const series = await history.series({ ...span, field: 'totalBalance', points: 2_000 });
  expect(series.total).toMatchObject({ first: 1_000, last: 1_495 });
  expect(series.points.filter(({ from }) => from > second(225) && from < second(330))).toEqual([]);
  expect(series.gaps.map(({ reason, to }) => [reason, to])).toEqual([
    ['target_down', second(345)],
    ['redis_unavailable', second(450)],
  ]);
});

test('Downtime is what digests count as such, and only while the target was watched', async () => {
  const { history, stored } = await historyOfChecks(495);
  const { watchedMs, upMs, gaps } = await history.uptime(span);
  expect(gaps).toEqual([{ from: second(390), to: second(450), reason: 'redis_unavailable' }]);
  expect(watchedMs).toBe(435_000);
  const [record] = (await stored())?.targets ?? [];
  const { totals } = uptimeMemorySchema.parse(record?.rules[uptimeTotals.name]);
  expect(watchedMs - upMs).toBe(totals.watchedMs - totals.upMs);
});

test('A silence, a flag that changed and each change of status are events', async () => {
  const { history } = await historyOfChecks(495);
  const { events } = await history.events(span);
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: 'silence',
      sign: 'portfolio',
      at: second(120),
      lastSilentAt: second(315),
    }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'flag', flag: 'liveArmed', from: false, to: true, at: second(60) }),
  );
  expect(events.filter(({ kind }) => kind === 'status')).toContainEqual(
    expect.objectContaining({ to: 'down' }),
  );
});

test('A check succeeds whatever becomes of its record', async () => {
  const log = keptLog();
  const broken = { record: failing };
  const { watcher } = createCheckJobHarness({ history: recordChecks(broken, log.log) });
  await expect(watcher.check()).resolves.toBe('committed');
  expect(log.text()).toContain('failed to record a check');
});

function failing(): never {
  throw new Error('the history is broken');
}
