import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../repo/sourceFiles';

const ROOT = join(__dirname, '../..');

const pages = ['README.md', 'CONTRIBUTING.md', 'sandbox/README.md', 'docs', 'docs/adr'].flatMap((place) =>
  place.endsWith('.md')
    ? [place]
    : readdirSync(join(ROOT, place)).flatMap((name) => (name.endsWith('.md') ? [`${place}/${name}`] : [])),
);

const PATH = /`((?:src|commands|formatters|sandbox|tools|test|docs|biome)\/[\w./-]+)`/g;
/** Settings and constants; of the trading system is only APP_ENV. */
const NAME = /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g;
const OF_OTHERS = ['APP_ENV'];

const code = sourceFiles(['src', 'commands', 'formatters', 'tools'])
  .map(({ text }) => text)
  .join('\n');
const isInCode = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code);

test.each(pages)('%s names only files and settings that exist', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const paths = [...text.matchAll(PATH)].map(([, path = '']) => path);
  const names = [...text.matchAll(NAME)].map(([, name = '']) => name);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(names.filter((name) => !OF_OTHERS.includes(name) && !isInCode(name))).toEqual([]);
});
