import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATEMENTS } from './statements';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

/** The page's sentences, bullets and rows of tables, each on one line; of what is indented as code nothing. */
function statementsIn(page: string): readonly string[] {
  const blocks = page
    .replace(/```[\s\S]*?```/g, '')
    .split(/\n(?=\n|[-|#] )|\n\n/)
    .map((block) => block.trim().replace(/\s+/g, ' '))
    .filter((block) => block !== '' && !block.startsWith('#'));
  return blocks.flatMap((block) =>
    block.startsWith('|') ? [block] : block.replace(/^- /, '').split(/(?<=[.!?)])\s+(?=[A-Z`(])/),
  );
}

describe('docs/security.md', () => {
  const said = statementsIn(PAGE);

  test('has a test for every statement, or none that could be, in the order of the page', () => {
    const unmatched = said.filter((one, i) => !one.startsWith(STATEMENTS[i]?.[0] ?? '\n'));
    expect(unmatched.slice(0, 3)).toEqual([]);
    expect(said).toHaveLength(STATEMENTS.length);
  });

  test('says so itself of what is not tested', () => {
    const isSaid = (i: number): boolean => /not tested/.test(said[i] ?? '');
    const stolen = said.findIndex((one) => one.startsWith('| secret, and what'));
    const untested = STATEMENTS.flatMap(([begins, check], i) =>
      check === 'not tested' && i < stolen && !isSaid(i) ? [begins] : [],
    );
    expect(untested).toEqual([]);
  });

  const named = STATEMENTS.flatMap(([, check]) => (typeof check === 'string' ? [] : check));
  test.each([...new Set(named)])('names a test that exists: %s', (name) => {
    const [path = '', title = ''] = name.split(': ', 2);
    const text = readFileSync(join(__dirname, path), 'utf8');
    expect(text).toContain(title);
  });

  test('says whether an answer of the registry is recorded', () => {
    expect(PAGE.includes('Nothing is recorded yet.')).toBe(
      !existsSync(join(ROOT, 'tools/audit/recorded.json')),
    );
  });
});
