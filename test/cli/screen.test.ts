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

/** What a terminal of 20 columns and so many rows shows of a text. */
function shownOn(rows: number, text: string): string[] {
  const written: string[] = [];
  new Screen({ isTTY: true, columns: 20, rows, write: (text) => written.push(text) }).show(text);
  return written.join('').trimEnd().split('\n');
}

const lines = (n: number): string[] => Array.from({ length: n }, (_, i) => `line ${i + 1}`);

test.each([
  ['that just fits, and leaves a row for the cursor', 6, lines(5), lines(5)],
  ['that is too long by one', 6, lines(6), [...lines(4), '… 2 more lines']],
  ['that is too long by far', 6, lines(100), [...lines(4), '… 96 more lines']],
  ['with a line that wraps', 5, ['a', 'b'.repeat(41), 'c', 'd'], ['a', '… 3 more lines']],
  ['whose last line alone is too long', 4, ['a', 'b', 'c'.repeat(21)], ['a', 'b', '… 1 more line']],
  ['on two rows', 2, lines(9), ['… 9 more lines']],
  ['on one row', 1, lines(9), ['… 9 more lines']],
  ['on a terminal that does not tell its rows', 0, lines(100), lines(100)],
])('a terminal shows of a text %s what keeps its first line in sight', (_, rows, text, shown) => {
  expect(shownOn(rows, text.join('\n'))).toEqual(shown);
});

test('a text that was cut is drawn over by its rows on the terminal', () => {
  const written: string[] = [];
  const screen = new Screen({ isTTY: true, columns: 20, rows: 6, write: (text) => written.push(text) });
  screen.show(lines(100).join('\n'));
  screen.show('next');
  expect(written[1]).toBe('\u001b[5F\u001b[0Jnext\n');
});

test('what is no terminal gets the whole text, whatever its rows', () => {
  const written: string[] = [];
  new Screen({ isTTY: false, columns: 20, rows: 6, write: (text) => written.push(text) }).show(
    lines(100).join('\n'),
  );
  expect(written).toEqual([`${lines(100).join('\n')}\n`]);
});

test('what stays is shown whole, with the next text below it', () => {
  const written: string[] = [];
  const screen = new Screen({ isTTY: true, columns: 20, rows: 6, write: (text) => written.push(text) });
  screen.print(lines(100).join('\n'));
  screen.show('next');
  expect(written).toEqual([`${lines(100).join('\n')}\n`, 'next\n']);
});
