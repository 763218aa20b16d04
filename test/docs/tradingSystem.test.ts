import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HINT_WORDS } from '../../formatters/hintWords';
import { STATUS_WORDS } from '../../formatters/statusWords';
import { HINTS } from '../../src/alerts/hints';
import { TARGET_STATUSES } from '../../src/alerts/targetStatus';

const pageOf = (name: string): string => readFileSync(join(__dirname, '../../docs', name), 'utf8');
const headingsOf = (page: string): string[] => [...page.matchAll(/^## (.+)$/gm)].map(([, text = '']) => text);

describe('docs/trading-system.md', () => {
  const headings = headingsOf(pageOf('trading-system.md'));

  test.each(HINTS)('has one heading that the hint %s leads to', (hint) => {
    expect(headings.filter((heading) => heading === HINT_WORDS[hint].heading)).toHaveLength(1);
  });

  test('has headings of letters and spaces alone, so that every site makes the same anchors', () => {
    expect(headings.filter((heading) => !/^[A-Za-z ]+$/.test(heading))).toEqual([]);
  });
});

describe('docs/operating.md', () => {
  const page = pageOf('operating.md');
  const [, section = ''] = page.split("\n## How a target's status is worked out\n");
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (.+?) \| `(\w+)` \|/gm)];

  test('has each status once in its table, as it is shown', () => {
    const told = rows.map(([, shown, status]) => `${status} ${shown}`);
    const right = TARGET_STATUSES.map(
      (status) => `${status} ${STATUS_WORDS[status].mark} ${STATUS_WORDS[status].words}`,
    );
    expect(told.sort()).toEqual(right.sort());
  });
});
