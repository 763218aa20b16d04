import type { AlertStore } from '../../src/storage/alertStore';
import { NO_MUTANT } from '../../tools/simulation/mutant';
import { runScenario } from '../../tools/simulation/run';
import { scenarioText } from '../../tools/simulation/scenarioLog';

/** A scenario in which much goes wrong at once, with two instances. */
const HELL = 24;

test('The same seed gives the same scenario, byte for byte', async () => {
  const run = async () => scenarioText((await runScenario(HELL, 0.25, { isLogWanted: true })).log);
  const [one, other] = [await run(), await run()];
  expect(one.length).toBeGreaterThan(2_000);
  expect(other).toBe(one);
});

test('Recording the log of a scenario does not change it', async () => {
  const [read, unread] = [
    await runScenario(HELL, 0.25, { isLogWanted: true }),
    await runScenario(HELL, 0.25, { isLogWanted: false }),
  ];
  expect(unread.history).toEqual(read.history);
});

test('Nothing is false, lost or duplicate in a scenario', async () => {
  expect((await runScenario(3, 1)).report.violations).toEqual([]);
});

const foundWith = async (alertStore: (alertStore: AlertStore) => AlertStore) =>
  (await runScenario(3, 0.2, { mutant: { ...NO_MUTANT, alertStore } })).report.violations.map(
    ({ what }) => what,
  );

test('A check that fails by a fault of its own is found', async () => {
  const found = await foundWith((alertStore) => ({
    ...alertStore,
    commit: () => Promise.reject(new TypeError('never thought of')),
  }));
  expect(found).toContainEqual(expect.stringMatching(/a check failed: TypeError: never thought of/));
});

test('A notification that cannot be decoded is found', async () => {
  const found = await foundWith((alertStore) => ({
    ...alertStore,
    commit: (change) =>
      alertStore.commit({ ...change, enqueue: change.enqueue.map((put) => ({ ...put, text: '{}' })) }),
  }));
  expect(found).toContainEqual(expect.stringContaining('undecodable notification kept in outbox'));
});
