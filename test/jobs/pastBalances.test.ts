import { BalanceRing } from '../../src/jobs/recording/balanceRing';
import { pastBalances } from '../../src/jobs/recording/pastBalances';
import { settableClock } from '../helpers/clock';
import { observed, sample } from '../helpers/historySamples';
import { recordedHistory } from '../helpers/recordedHistory';

const NOW = new Date('2026-11-22T03:00:00Z');
const MINUTE = 60_000;
const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * MINUTE);
const valuesOf = (ring: BalanceRing) =>
  ring
    .recent()
    .get('paper:docker')
    ?.map(([, value]) => value);

test('After a restart the balances of the last hour are those that were recorded, then those that are observed', async () => {
  const checks = {
    from: minutesAgo(90),
    to: minutesAgo(10),
    everyMs: 10 * MINUTE,
    clock: settableClock(NOW),
  };
  const history = recordedHistory(checks, (at) => ({
    'live:docker': null,
    'paper:docker': { totalBalance: (NOW.getTime() - at.getTime()) / MINUTE },
  }));
  const ring = new BalanceRing();
  ring.record(observed(minutesAgo(1), sample('paper:docker', { totalBalance: 1 })));
  ring.seed(await pastBalances(history, NOW));
  expect(valuesOf(ring)).toEqual([60, 50, 40, 30, 20, 10, 1]);
  ring.record(observed(NOW, sample('paper:docker', { totalBalance: 0 })));
  expect(valuesOf(ring)).toEqual([60, 50, 40, 30, 20, 10, 1, 0]);
});
