import { endsWithin } from '../../src/lib/clock';

test.each([
  ['that ends in time has ended', Promise.resolve(), true],
  ['that fails in time has ended', Promise.reject(new Error('a bug')), true],
  ['that hangs is left alone at the limit', new Promise(() => undefined), false],
])('Work %s', async (_, work, expected) => {
  expect(await endsWithin(work, 20)).toBe(expected);
});
