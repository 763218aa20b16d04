import { en } from '../../../formatters/text/en';
import { ko } from '../../../formatters/text/ko';
import { valueAt } from '../../helpers/catalogue/catalogueCalls';
import { englishCatalogue } from '../../helpers/catalogue/englishCatalogue';
import { spokenText } from '../../helpers/catalogue/spoken';

interface Language {
  readonly name: string;
  readonly catalogue: unknown;
  /** A letter of its script. */
  readonly letter: string;
  /** What may follow a number without a space, an instant, and any other value from outside. */
  readonly counters: RegExp;
  readonly afterInstant: RegExp;
  /** Words that agree with the one before them, so that they may not stand behind a value from outside. */
  readonly particles: RegExp;
  /** What is the same in every language, such as a word that is typed. */
  readonly neutral: readonly string[];
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'Korean',
    catalogue: ko,
    letter: '[가-힣]',
    counters: /^(?:건|개|회|명|곳|줄|초|분|시간|일|번|단계|페이지|자)/,
    afterInstant: /^(?:부터|까지|에)(?![가-힣])/,
    particles: /^[`>]? ?(?:은|는|이|가|을|를|와|과|으로|로|이라|라)(?![가-힣])/,
    neutral: [
      ...['conversation.help', 'commands.modeWord', 'commands.envWord', 'performance.pnl.columns.percent'],
      // Nothing but names, and what is typed.
      ...[
        'live.hintPlace',
        'alertQueries.activity.line',
        'alertQueries.activity.who',
        'alertQueries.timeline.id',
      ],
      ...['errors.refusesTraders', 'transfer.madeBy', 'units.locale'],
      // Headings of pages, which are in English.
      ...['live.hints.eviction.subject', 'records.noPositions.heading'],
      ...['no_heartbeat', 'raised_flag', 'outdated_metrics', 'eviction'].map(
        (hint) => `live.hints.${hint}.heading`,
      ),
    ],
  },
];

const entries = englishCatalogue();
/** In the order of the entries: what English and the language say, of each call. */
const spokenIn = (catalogue: unknown) =>
  entries.flatMap(({ path, calls }) => {
    const [own, english] = [valueAt(catalogue, path), valueAt(en, path)];
    if (typeof own !== 'function' || typeof english !== 'function')
      return [{ path, own: spokenText(own), english: spokenText(english) }];
    return calls.map((args) => ({
      path,
      own: spokenText(own(...args)),
      english: spokenText(english(...args)),
    }));
  });

const VALUE = /zq\w+?qz|⟦[^⟧]*⟧/g;
/** Those in the sample arguments. */
const NUMBER = /\b(?:1,?234|12\.5)/g;
const valuesIn = (text: string): readonly string[] => [...new Set(text.toLowerCase().match(VALUE))].sort();

describe.each(LANGUAGES)('In $name', ({ catalogue, letter, counters, afterInstant, particles, neutral }) => {
  const spoken = spokenIn(catalogue);
  const own = new RegExp(letter);
  const wrong = (isWrong: (one: (typeof spoken)[number]) => boolean) => [
    ...new Set(spoken.filter(isWrong).map((one) => `${one.path}: ${one.own}`)),
  ];
  /** Texts with something in them that is wrong by what stands behind it. */
  const wrongBehind = (what: RegExp, isWrong: (rest: string, found: string) => boolean) =>
    wrong(({ own: text }) =>
      [...text.matchAll(what)].some((found) => isWrong(text.slice(found.index + found[0].length), found[0])),
    );

  test('every sentence is called', () => {
    expect(entries.length).toBeGreaterThan(600);
    expect(entries.filter(({ value, calls }) => typeof value === 'function' && calls.length === 0)).toEqual(
      [],
    );
  });

  test('no sentence is left in English', () => {
    const isWords = (text: string): boolean =>
      /[a-z]{2}/i.test(text.replace(VALUE, '').replace(/`[^`]*`|\bmin\b/g, ''));
    expect(
      wrong(
        ({ path, own: text, english }) =>
          !neutral.includes(path) &&
          isWords(english) &&
          /\p{L}/u.test(text.replace(VALUE, '')) &&
          !own.test(text),
      ),
    ).toEqual([]);
  });

  test('no English words are left in a sentence', () => {
    const words = /(?:\b[a-z]{2,}\b ){3,}/;
    expect(
      wrong(
        ({ path, own: text }) =>
          !neutral.includes(path) &&
          words.test(text.replace(VALUE, '').replace(/`[^`]*`|“[^”]*”|"[^"]*"/g, '·')),
      ),
    ).toEqual([]);
  });

  test('each sentence names the same values as in English', () => {
    expect(
      spoken
        .filter((one) => valuesIn(one.own).join() !== valuesIn(one.english).join())
        .map((one) => `${one.path}: ${one.own} (${one.english})`),
    ).toEqual([]);
  });

  test('each sentence names the same large numbers as in English', () => {
    const numbers = (text: string) =>
      [...new Set(text.replaceAll(',', '').match(/\d{4}(?:\.\d+)?/g))].sort().join();
    const plain = (text: string) => numbers(text.replace(VALUE, ''));
    expect(
      spoken
        .filter((one) => plain(one.own) !== plain(one.english))
        .map((one) => `${one.path}: ${one.own} (${one.english})`),
    ).toEqual([]);
  });

  test('no word that must agree with a value stands behind it', () => {
    expect(wrongBehind(/zq\w+?qz/g, (rest) => own.test(rest.slice(0, 1)) || particles.test(rest))).toEqual(
      [],
    );
  });

  test('behind an instant stand only words that agree with every one', () => {
    expect(wrongBehind(/⟧/g, (rest) => own.test(rest.slice(0, 1)) && !afterInstant.test(rest))).toEqual([]);
  });

  test('behind a number stands its counter, or a space', () => {
    expect(wrongBehind(NUMBER, (rest) => own.test(rest.slice(0, 1)) && !counters.test(rest))).toEqual([]);
  });

  test('no letter touches what Slack would then not draw as bold or as code', () => {
    const glued = new RegExp(`${letter}[*\`]\\S[^*\`]*[*\`]|[*\`]\\S[^*\`]*[*\`]${letter}`);
    expect(wrong(({ own: text }) => text.split(/(?<=`[^`]*`)/).some((part) => glued.test(part)))).toEqual([]);
  });
});
