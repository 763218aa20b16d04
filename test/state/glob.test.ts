import { escapeGlob } from '../../src/state/keys';
import { globMatcher } from '../../src/state/stores/glob';
import { type RedisServer, startRedis } from '../helpers/redisServer';

test.each([
  ['*', '', true],
  ['**', '', false],
  ['', '', true],
  ['a*c', 'abbc', true],
  ['a*c', 'abbd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['?', 'é', false],
  ['??', 'é', true],
  ['[a-c]x', 'bx', true],
  ['[c-a]x', 'bx', true],
  ['[^a]x', 'ax', false],
  ['[^a]x', 'bx', true],
  ['[a', 'a', true],
  ['[]', ']', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a\\', 'a\\', true],
  ['[\\]]', ']', true],
  ['a**', 'a', true],
])('the pattern %j against %j: %p', (pattern, key, matches) => {
  expect(globMatcher(pattern)(key)).toBe(matches);
});

test('a pattern of many stars ends soon on a key that it does not fit', () => {
  expect(globMatcher(`${'*a'.repeat(30)}b`)('a'.repeat(5_000))).toBe(false);
});

describe('beside a real Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  /** The same numbers in every run (mulberry32). */
  const numbers = (seed: number) => {
    let state = seed;
    return (below: number): number => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % below;
    };
  };
  const number = numbers(20261122);
  const textOf = (chars: readonly string[], longest: number): string =>
    Array.from({ length: number(longest + 1) }, () => chars[number(chars.length)]).join('');
  const KEY = [...'ab*?[]^-\\:é\n'];
  const PATTERN = [...KEY, '*', '?', '[', '[^', '[a-', ']', '\\'];
  const keys = [...new Set(Array.from({ length: 400 }, () => textOf(KEY, 6)))].sort();

  test('2,000 patterns match the keys that they match there', async () => {
    const client = server.client({ enableAutoPipelining: true });
    await Promise.all(keys.map((key) => client.set(key, '1')));
    const patterns = Array.from({ length: 2_000 }, () => textOf(PATTERN, 8));
    const there = await Promise.all(patterns.map(async (pattern) => (await client.keys(pattern)).sort()));
    const here = patterns.map((pattern) => keys.filter(globMatcher(pattern)));
    const differing = patterns.filter((_, i) => `${here[i]}` !== `${there[i]}`);
    expect(differing).toEqual([]);
  });

  test('any text, escaped, matches itself and nothing else', async () => {
    const client = server.client({ enableAutoPipelining: true });
    await Promise.all(keys.map((key) => client.set(key, '1')));
    const found = await Promise.all(keys.map((key) => client.keys(escapeGlob(key))));
    expect(found).toEqual(keys.map((key) => [key]));
  });
});
