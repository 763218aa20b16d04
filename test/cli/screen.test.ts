import { Screen } from '../../src/cli/screen';

/** What is written to show a text after this one, on a terminal of so many columns. */
function nextAfter(first: string, columns: number): string | undefined {
  const written: string[] = [];
  const screen = new Screen({ isTTY: true, columns, write: (text) => written.push(text) });
  screen.show(first);
  screen.show('next');
  return written[1];
}

test.each([
  ['nothing', '', 40, 1],
  ['letters that just fit', 'a'.repeat(40), 40, 1],
  ['letters that wrap', 'a'.repeat(41), 40, 2],
  ['Hangul', '가'.repeat(45), 40, 3],
  ['Hangul in parts', '한'.normalize('NFD').repeat(20), 40, 1],
  ['Han and kana', '漢字かナー。'.repeat(7), 40, 3],
  ['letters in full width', 'Ａ'.repeat(21), 40, 2],
  ['letters in half width', 'ｶ'.repeat(40), 40, 1],
  ['emoji', '🦀'.repeat(21), 40, 2],
  ['letters with marks of their own', 'e\u0301'.repeat(40), 40, 1],
  ['wide letters that leave the last column empty', '가'.repeat(7), 5, 4],
  ['two lines, one of which wraps', `${'가'.repeat(21)}\nab`, 40, 3],
])('a terminal is redrawn over all lines of %s', (_, text, columns, lines) => {
  expect(nextAfter(text, columns)).toBe(`\u001b[${lines}F\u001b[0Jnext\n`);
});
