import { matchesWildcard } from '../../src/lib/wildcard';

test.each([
  ['shadow:*', 'shadow:docker', true],
  ['shadow:*', 'paper:docker', false],
  ['shadow:*', 'shadow:', true],
  ['paper:my-laptop', 'paper:my-laptop', true],
  ['paper:my-laptop', 'paper:my-laptop-2', false],
  ['*:docker', 'other/live:docker', true],
  ['*:docker', 'live:docker-2', false],
  ['paper:???', 'paper:dev', true],
  ['paper:???', 'paper:test', false],
  ['paper:?', 'paper:🚀', true],
  ['*a*b', 'aXaYb', true],
  ['*ab', 'aab', true],
  ['*a*b*c', 'abcab', false],
  ['**', '', true],
  ['?*', '', false],
  ['', '', true],
  ['[ab].+', '[ab].+', true],
  ['[ab].+', 'a.+', false],
  ['*', 'a\nb*', true],
  ['a*', '*a', false],
])('%j matches %j: %s', (pattern, text, matches) => {
  expect(matchesWildcard(pattern, text)).toBe(matches);
});

test('a pattern of many stars does not hold up the process', () => {
  expect(matchesWildcard(`${'*a'.repeat(30)}b`, 'a'.repeat(5_000))).toBe(false);
});
