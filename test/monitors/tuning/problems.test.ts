import { ProblemList } from '../../../src/monitors/tuning/problems';

/** Problems at keys of three digits. */
const problem = (n: number) => ({ key: `k${String(n).padStart(3, '0')}`, what: 'is missing' });

const listOf = (...ns: number[]): ProblemList => {
  const list = new ProblemList();
  for (const n of ns) list.add(problem(n));
  return list;
};

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => n - i);

test('A problem list has the first hundred by key, and counts the others once', () => {
  const list = listOf(...upTo(130), ...upTo(130));
  expect(list.listed()).toEqual({ problems: upTo(100).reverse().map(problem), problemsOmitted: 30 });
});

test('A problem list is sorted once until the next problem is added', () => {
  const list = listOf(2);
  expect(list.listed()).toBe(list.listed());
  list.add(problem(1));
  expect(list.listed().problems).toEqual([problem(1), problem(2)]);
});

test.each([
  ['in front', 0, [0, ...upTo(99).reverse()]],
  ['behind', 500, upTo(100).reverse()],
])('summed up lists the same, and takes one more that comes %s', (_, n, first) => {
  const list = listOf(...upTo(130));
  const sum = list.truncated();
  expect(sum.listed()).toEqual(list.listed());
  sum.add(problem(n));
  expect(sum.listed()).toEqual({ problems: first.map(problem), problemsOmitted: 31 });
  expect(list.listed().problemsOmitted).toBe(30);
});

test('A truncated problem list keeps no more than it lists', () => {
  const sum = listOf(...upTo(100_000)).truncated();
  expect(JSON.stringify(sum, (_, value) => (value instanceof Map ? [...value] : value)).length).toBeLessThan(
    20_000,
  );
});
