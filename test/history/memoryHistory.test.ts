import { MemoryHistory } from '../../src/history/memory/memoryHistory';
import { settableClock } from '../helpers/clock';
import { observed, sample } from '../helpers/historySamples';

const START = new Date('2026-11-22T10:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function historyAt(seconds: number): MemoryHistory {
  return new MemoryHistory({ missedAfterMs: 22_500, clock: settableClock(after(seconds)) });
}

const BALANCE = { target: 'paper:docker', field: 'totalBalance' } as const;

test('A series has the recorded values alone, with the largest fall, and nothing between', async () => {
  const history = historyAt(60);
  for (const [i, totalBalance] of [100, 104, 101, 103].entries())
    history.record(observed(after(15 * i), sample('paper:docker', { totalBalance })));
  const series = await history.series({ ...BALANCE, from: START, to: after(60), points: 2 });
  expect(series.points).toEqual([
    expect.objectContaining({
      from: START,
      to: after(30),
      first: 100,
      last: 104,
      min: 100,
      max: 104,
      count: 2,
    }),
    expect.objectContaining({ from: after(30), to: after(60), first: 101, last: 103, count: 2 }),
  ]);
  expect(series.total).toMatchObject({ first: 100, last: 103, fall: { peak: 104, trough: 101 } });
  expect(series.gaps).toEqual([]);
});

test('A gap has its reason: nothing known, the bot down, Redis unavailable, the target down, not reported', async () => {
  const history = historyAt(400);
  history.record(observed(after(100), sample('paper:docker', { totalBalance: 1 })));
  history.record(observed(after(200), sample('paper:docker', { totalBalance: 1 })));
  history.record({ kind: 'unavailable', at: after(215), reason: 'unreachable' });
  history.record(observed(after(230), sample('paper:docker', { totalBalance: 1 })));
  history.record(observed(after(245), sample('paper:docker', {}, { status: 'down' })));
  history.record(observed(after(260), sample('paper:docker')));
  history.record(observed(after(275), sample('paper:docker', { totalBalance: 1 })));
  history.record(observed(after(290), sample('paper:docker', { totalBalance: 1 })));
  const { gaps } = await history.series({ ...BALANCE, from: START, to: after(400), points: 4 });
  expect(gaps.map(({ reason, from, to }) => [reason, from, to])).toEqual([
    ['no_records', START, after(100)],
    ['bot_down', after(100), after(200)],
    ['redis_unavailable', after(200), after(230)],
    ['target_down', after(230), after(245)],
    ['not_reported', after(245), after(275)],
    ['bot_down', after(290), after(400)],
  ]);
});

test('A day has its closing values, and what was counted since the day before', async () => {
  const history = historyAt(86_400);
  history.record(observed(after(0), sample('paper:docker', { totalBalance: 100, tradesTotal: 5 })));
  history.record(observed(after(86_000), sample('paper:docker', { totalBalance: 90, tradesTotal: 9 })));
  const query = { target: 'paper:docker', days: 2, zone: 'UTC', until: after(86_400) };
  const [first, second] = await history.closings(query);
  expect(first).toMatchObject({ day: '2026-11-22', closing: { at: START, values: { totalBalance: 100 } } });
  expect(second).toMatchObject({
    day: '2026-11-23',
    isRunning: true,
    closing: { at: after(86_000), values: { totalBalance: 90 } },
    counted: { tradesTotal: { increase: 4, resets: 0 } },
  });
});
