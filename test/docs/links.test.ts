import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const LINK = /\]\(([^)\s#]+)\)|(?:src|srcset)="([^"]+)"/g;

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'sandbox/README.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test.each(pages)('every file that %s links to is there', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const targets = [...text.matchAll(LINK)].map(([, link, source]) => link ?? source ?? '');
  const missing = targets.filter(
    (target) => !target.startsWith('http') && !existsSync(join(ROOT, dirname(page), target)),
  );
  expect(missing).toEqual([]);
});
