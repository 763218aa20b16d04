import { compareSeed } from '../../tools/rehearsal/compareSeed';

// Bots of the simulation, with kills and outages of Redis; `npm run rehearsals` compares more.
test.each([3])(
  'A rehearsal of scenario %i sends what the bot sends with these settings, within one check',
  async (seed) => {
    const { before, lived, rehearsed, differences } = await compareSeed(seed, 0.2);
    expect(differences).toEqual([]);
    expect(lived).toBe(rehearsed);
    expect(Math.min(before, lived)).toBeGreaterThan(0);
  },
);
