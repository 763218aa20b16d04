import { memoize, memoizeByObject } from '../../src/lib/memoize';

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
