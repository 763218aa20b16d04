import { FAILING_OVER, LOSING } from '../../tools/chaos/faultNames';
import { LabUsageError, labOptions } from '../../tools/chaos/options';
import { lengthOf, planOf } from '../../tools/chaos/plan';
import { workersFor } from '../../tools/chaos/workerPool';

const plans = Array.from({ length: 400 }, (_, i) => planOf(1, i + 1));

test('The same seed and number give the same round, another number a different one', () => {
  expect(planOf(7, 3)).toEqual(planOf(7, 3));
  expect(planOf(7, 3)).not.toEqual(planOf(7, 7));
});

test('Every round has one to three faults and ends within 90 s, under Sentinel within 120 s', () => {
  for (const plan of plans) {
    expect(plan.faults.length).toBeGreaterThanOrEqual(1);
    expect(plan.faults.length).toBeLessThanOrEqual(3);
    expect(lengthOf(plan)).toBeLessThan(plan.kind === 'sentinel' ? 120_000 : 90_000);
  }
});

test('A round that loses Redis data never kills both instances', () => {
  const losing = plans.filter(({ faults }) => faults.some(({ name }) => LOSING.includes(name)));
  expect(losing.length).toBeGreaterThan(0);
  for (const { faults } of losing)
    expect(faults.map(({ name }) => name)).not.toContain('both instances killed and started');
});

test('Under Sentinel, events that are reported once come long after any failover', () => {
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

test('A kind of Redis with longer rounds gets more workers', () => {
  const first = plans.slice(0, 200);
  const workers = workersFor(first, 8);
  const of = (wanted: string) => workers.find(({ kind }) => kind === wanted)?.workers;
  expect(of('sentinel')).toBeGreaterThan(of('cluster') ?? 0);
  expect(workersFor(first.slice(0, 4), 1).map((one) => one.workers)).toEqual([1, 1, 1]);
});

test('Two hundred rounds contain every fault', () => {
  const names = new Set(plans.slice(0, 200).flatMap(({ faults }) => faults.map(({ name }) => name)));
  expect(names.size).toBe(36);
});

test.each([
  [['--rounds', 'many'], '--rounds needs a whole number from 1, not "many"'],
  [['--kind', 'quorum'], '"quorum" is no kind of Redis'],
  [['--loud'], "Unknown option '--loud'"],
])('The chaos lab rejects the arguments %j', (args, why) => {
  expect(() => labOptions(args)).toThrow(LabUsageError);
  expect(() => labOptions(args)).toThrow(why);
});

test('Without arguments, the chaos lab runs two hundred rounds of every kind', () => {
  expect(labOptions([])).toEqual({
    rounds: 200,
    seed: 1,
    onlyRound: null,
    kinds: ['single', 'sentinel', 'cluster'],
    workers: 8,
    write: false,
  });
});
