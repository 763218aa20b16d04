import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PLACES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs', 'src', 'commands', 'formatters'];

/** Words that announce output which no run printed. */
const ANNOUNCEMENTS: readonly RegExp[] = [
  /\b(expected|sample|example|exemplary|hypothetical|mock|dummy|fake) (output|result|response|reply|log|report|snapshot|screen)s?\b/i,
  /\b(output|result|response|reply)s? (should|will|would|might|may|could) (look|be|read|show)\b/i,
  /\b(should|would|will|might) (print|output|display|produce|look like|look something like|look as follows)\b/i,
  /\byou (should|will|would|might) (now )?see\b/i,
  /\blooks something like\b/i,
  /(예상|예시|샘플|가상)(되는)?\s*(출력|결과|응답|화면|로그)/,
  /(출력|결과)\s*(예시|예상|샘플)/,
];

/** The paths of the texts at a place, which may be a file, a folder or not there. */
const textFilesIn = (place: string): string[] => {
  const path = join(ROOT, place);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [place];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(md|ts|txt|ya?ml|json|svg|html)$/.test(name))
    .map((name) => join(place, name));
};

const announcedIn = (text: string): string[] =>
  ANNOUNCEMENTS.flatMap((phrase) => phrase.exec(text)?.[0] ?? []);

describe('Nothing the project documents shows made-up output', () => {
  test.each(PLACES.flatMap(textFilesIn))('%s announces none', (file) => {
    expect(announcedIn(readFileSync(join(ROOT, file), 'utf8'))).toEqual([]);
  });

  test.each([
    'Expected output:',
    'a sample result',
    '# Example output',
    'the output should look like this',
    'This would print',
    'it will look something like',
    'You should see',
    '예상 출력',
    '샘플 결과',
    '출력 예시',
  ])('"%s" would be found', (phrase) => {
    expect(announcedIn(`Some text. ${phrase}\n`)).not.toEqual([]);
  });

  test.each([
    'Example: PORT=3000',
    'expected live, paper or shadow',
    'what the bench printed',
    'for example the output of `ls`',
  ])('"%s" announces nothing', (text) => {
    expect(announcedIn(text)).toEqual([]);
  });
});
