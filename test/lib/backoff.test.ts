import { backoffMs } from '../../src/lib/backoff';

const longest = { firstMs: 100, maxMs: 1_000, random: () => 0 };

test('the wait doubles with each failure up to the longest', () => {
  expect([1, 2, 3, 4, 5, 2_000].map((failures) => backoffMs(failures, longest))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
});

test('the wait is shorter by up to half at random', () => {
  expect(backoffMs(1, { ...longest, random: () => 1 })).toBe(50);
});
