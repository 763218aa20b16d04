import { followChaos, type Plant } from '../helpers/followChaos';

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

describe('Followed messages over twenty minutes of faults', () => {
  test.each(SEEDS)(
    'are none twice, none older than it says, none current after its end, and never before an alert (%i)',
    async (seed) => {
      expect(await followChaos(seed, null)).toEqual([]);
    },
  );

  test.each<[Plant, string]>([
    ['changes each message once', 'a message is older than it says'],
    ['posts again without a look', 'a message is there twice'],
    ['does not say that it has ended', 'a message claims to be current after its end'],
    ['does not let alerts go first', 'something was sent while an alert waited'],
    ['spends more than its budget', 'more than 20 a minute'],
  ])('would be found out if one of them %s', async (plant, wrong) => {
    for (const seed of SEEDS) if ((await followChaos(seed, plant)).includes(wrong)) return;
    throw new Error('not found out');
  });
});
