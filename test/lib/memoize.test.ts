import { memoize, memoizeByObject, memoizeFor } from '../../src/lib/memoize';

test('a result is computed once for each key', () => {
  const computed: string[] = [];
  const length = memoize((text: string) => {
    computed.push(text);
    return text.length;
  });
  expect([length('one'), length('three'), length('one')]).toEqual([3, 5, 3]);
  expect(computed).toEqual(['one', 'three']);
});

test('no more results are held than the limit', () => {
  const computed: number[] = [];
  const same = memoize((key: number) => computed.push(key), 2);
  for (const key of [1, 2, 3, 1]) same(key);
  expect(computed).toEqual([1, 2, 3, 1]);
});

test('a result by object is of that very object', () => {
  const made = memoizeByObject((key: { readonly a: number }) => ({ twice: key.a * 2 }));
  const key = { a: 1 };
  expect(made(key)).toBe(made(key));
  expect(made({ a: 1 })).not.toBe(made(key));
});

describe('A result that is cached for a time', () => {
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  let loads = 0;

  test('is loaded once by callers at the same time, and again when that time has passed', async () => {
    const load = memoizeFor(100, clock, async (key: string) => `${key}${++loads}`);
    expect(await Promise.all([load('a'), load('a'), load('b')])).toEqual(['a1', 'a1', 'b2']);
    clock.ms += 99;
    expect(await load('a')).toBe('a1');
    clock.ms += 1;
    expect(await load('a')).toBe('a3');
  });

  test('is not cached when it could not be loaded', async () => {
    let isAway = true;
    const load = memoizeFor(100, clock, async () => {
      if (isAway) throw new Error('away');
      return 'here';
    });
    await expect(load(undefined)).rejects.toThrow('away');
    isAway = false;
    expect(await load(undefined)).toBe('here');
  });
});
