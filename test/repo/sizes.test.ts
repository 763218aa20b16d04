import { posix } from 'node:path';
import { PRODUCT, sourceFiles } from './sourceFiles';

const MAX_FILES = 14;
const MAX_LINES = 250;

/** One file a rule and a subcommand, however many there are. */
const ONE_FILE_EACH = ['src/alerting/rules', 'commands/alerts'];

const linesIn = (text: string): number => text.trimEnd().split('\n').length;

test(`No folder of the product holds more than ${MAX_FILES} files`, () => {
  const filesIn = new Map<string, number>();
  for (const { path } of sourceFiles(PRODUCT)) {
    const folder = posix.dirname(path);
    filesIn.set(folder, (filesIn.get(folder) ?? 0) + 1);
  }
  const tooFull = [...filesIn].filter(([, files]) => files > MAX_FILES).map(([folder]) => folder);
  expect(tooFull.filter((folder) => !ONE_FILE_EACH.includes(folder))).toEqual([]);
});

test(`No file of the product is longer than ${MAX_LINES} lines`, () => {
  const tooLong = sourceFiles(PRODUCT).filter(({ text }) => linesIn(text) > MAX_LINES);
  expect(tooLong.map(({ path }) => path)).toEqual([]);
});
