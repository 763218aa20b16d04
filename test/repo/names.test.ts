import { PRODUCT, sourceFiles } from './sourceFiles';

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm;

/** A translation exports what the English catalogue does. */
const TRANSLATION = /^formatters\/text\/(?!en\/)[a-z]{2}\//;

/** The names that more than one file exports, with those files. */
function namesTwice(): Record<string, readonly string[]> {
  const filesOf = new Map<string, Set<string>>();
  for (const { path, text } of sourceFiles(PRODUCT).filter(({ path: file }) => !TRANSLATION.test(file)))
    for (const [, name = ''] of text.matchAll(EXPORT))
      filesOf.set(name, (filesOf.get(name) ?? new Set()).add(path));
  return Object.fromEntries(
    [...filesOf].filter(([, files]) => files.size > 1).map(([name, files]) => [name, [...files]]),
  );
}

test('No two files of the product export the same name', () => {
  expect(namesTwice()).toEqual({});
});

/** Words that only the authors of the first version understood; CONTRIBUTING.md has those in use. */
const PRIVATE_WORDS = /courier|blindness|comeback|sighting|letGo|keyEar|masterWord|toldBy|isNews|ledger/gi;

/** The stored state of version 0.1 has them in its keys. */
const READS_STATE_OF_0_1 = /^src\/storage\/redis\/version01\.ts$/;

test('The product is written in the words of its field', () => {
  const found = sourceFiles(PRODUCT)
    .filter(({ path }) => !READS_STATE_OF_0_1.test(path))
    .flatMap(({ path, text }) =>
      [...`${path}\n${text}`.matchAll(PRIVATE_WORDS)].map(([word]) => `${path}: ${word}`),
    );
  expect(found).toEqual([]);
});
