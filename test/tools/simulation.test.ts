import type { AlertStore } from '../../src/storage/alertStore';
import { NO_MUTANT } from '../../tools/simulation/mutant';
import { toldStory } from '../../tools/simulation/run';
import { storyText } from '../../tools/simulation/scenario';

/** A story in which much goes wrong at once, with two copies. */
const HELL = 24;

test('The same seed tells the same story, byte for byte', async () => {
  const tell = async () => storyText((await toldStory(HELL, 0.5, { isStoryWanted: true })).story);
  const [one, other] = [await tell(), await tell()];
  expect(one.length).toBeGreaterThan(2_000);
  expect(other).toBe(one);
});

test('Whether somebody reads the story changes nothing of it', async () => {
  const [read, unread] = [
    await toldStory(HELL, 0.5, { isStoryWanted: true }),
    await toldStory(HELL, 0.5, { isStoryWanted: false }),
  ];
  expect(unread.history).toEqual(read.history);
});

test.each([3, 4, 6, 9, 12])('Nothing is false, lost or doubled in story %i', async (seed) => {
  expect((await toldStory(seed, 1)).verdict.findings).toEqual([]);
});

const foundWith = async (alertStore: (alertStore: AlertStore) => AlertStore) =>
  (await toldStory(3, 0.2, { mutant: { ...NO_MUTANT, alertStore } })).verdict.findings.map(
    ({ what }) => what,
  );

test('A check that fails by a fault of its own is found', async () => {
  const found = await foundWith((alertStore) => ({
    ...alertStore,
    commit: () => Promise.reject(new TypeError('never thought of')),
  }));
  expect(found).toContainEqual(expect.stringMatching(/a check failed: TypeError: never thought of/));
});

test('A delivery that cannot be read is found', async () => {
  const found = await foundWith((alertStore) => ({
    ...alertStore,
    commit: (change) =>
      alertStore.commit({ ...change, enqueue: change.enqueue.map((put) => ({ ...put, text: '{}' })) }),
  }));
  expect(found).toContainEqual(expect.stringContaining('a delivery cannot be read'));
});
