import { FAILING_OVER, LOSING } from '../../tools/chaos/faultNames';
import { LabUsageError, labOptions } from '../../tools/chaos/options';
import { lengthOf, planOf } from '../../tools/chaos/plan';
import { workersFor } from '../../tools/chaos/workerPool';

const plans = Array.from({ length: 400 }, (_, i) => planOf(1, i + 1));

test('the same seed and number draw the same round, another number another', () => {
  expect(planOf(7, 3)).toEqual(planOf(7, 3));
  expect(planOf(7, 3)).not.toEqual(planOf(7, 7));
});

test('every round has one to three faults, and is over within a minute and a half, under Sentinel within two', () => {
  for (const plan of plans) {
    expect(plan.faults.length).toBeGreaterThanOrEqual(1);
    expect(plan.faults.length).toBeLessThanOrEqual(3);
    expect(lengthOf(plan)).toBeLessThan(plan.kind === 'sentinel' ? 120_000 : 90_000);
  }
});

test('where Redis loses data, not both instances are killed: one is left that remembers', () => {
  const losing = plans.filter(({ faults }) => faults.some(({ name }) => LOSING.includes(name)));
  expect(losing.length).toBeGreaterThan(0);
  for (const { faults } of losing)
    expect(faults.map(({ name }) => name)).not.toContain('both instances killed and started');
});

test('under Sentinel, what a trader reports once comes when whatever may lead to a failover is long over', () => {
  const reports = plans
    .filter(({ kind }) => kind === 'sentinel')
    .flatMap(({ faults, actions }) => {
      const fault = faults.find(({ name }) => FAILING_OVER.includes(name));
      const once = actions.filter(({ does }) => does === 'trips' || does === 'switches');
      return fault === undefined ? [] : once.map(({ at }) => at - fault.at - fault.forMs);
    });
  expect(reports.length).toBeGreaterThan(0);
  expect(Math.min(...reports)).toBeGreaterThanOrEqual(15_000);
});

test('a kind of Redis whose rounds take longer gets more of the workers', () => {
  const first = plans.slice(0, 200);
  const workers = workersFor(first, 8);
  const of = (wanted: string) => workers.find(({ kind }) => kind === wanted)?.workers;
  expect(of('sentinel')).toBeGreaterThan(of('cluster') ?? 0);
  expect(workersFor(first.slice(0, 4), 1).map((one) => one.workers)).toEqual([1, 1, 1]);
});

test('every fault there is comes in two hundred rounds', () => {
  const names = new Set(plans.slice(0, 200).flatMap(({ faults }) => faults.map(({ name }) => name)));
  expect(names.size).toBe(36);
});

test.each([
  [['--rounds', 'many'], '--rounds needs a whole number from 1, not "many"'],
  [['--kind', 'quorum'], '"quorum" is no kind of Redis'],
  [['--loud'], "Unknown option '--loud'"],
])('%j is refused', (args, why) => {
  expect(() => labOptions(args)).toThrow(LabUsageError);
  expect(() => labOptions(args)).toThrow(why);
});

test('without words, it is two hundred rounds of every kind', () => {
  expect(labOptions([])).toEqual({
    rounds: 200,
    seed: 1,
    onlyRound: null,
    kinds: ['single', 'sentinel', 'cluster'],
    workers: 8,
    write: false,
  });
});
