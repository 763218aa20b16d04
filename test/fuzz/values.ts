import fc from 'fast-check';
import { hostileText } from './text';

/** A value under a key, of any of Redis's types. */
export type Value =
  | { readonly kind: 'string'; readonly bytes: Buffer }
  | { readonly kind: 'hash'; readonly fields: readonly (readonly [Buffer, Buffer])[] }
  | { readonly kind: 'list' | 'set' | 'zset' | 'stream'; readonly bytes: Buffer };

const GOOD_NUMBERS = [
  '0',
  '1',
  '1287',
  '0.5',
  '2500000.0',
  '1e-05',
  '-0.0',
  '-3',
  '10012345.67',
  '+7',
  '.5',
  '5.',
];
const ODD_NUMBERS = [
  ...[
    'nan',
    'NaN',
    'inf',
    '-inf',
    'Infinity',
    '1e400',
    '-1e400',
    '1e308',
    '-1.7976931348623157e308',
    '5e-324',
  ],
  ...[
    '9007199254740993',
    '9'.repeat(400),
    `0.${'0'.repeat(400)}1`,
    '0x1f',
    '1_000',
    '1,000',
    '١٢٣',
    ' 1',
    '1 ',
    '',
  ],
  ...[
    'true',
    'True',
    'False',
    'None',
    'null',
    'undefined',
    '[object Object]',
    '{}',
    '[]',
    '"1"',
    '--1',
    '1e',
    'e5',
  ],
];
const GOOD_TIMES = ['2026-11-22T08:00:00', '2026-11-22T07:59:48.844091', '2026-11-22T07:41:39.844091+09:00'];
const ODD_TIMES = [
  ...[
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59.999999',
    '9999-12-31T23:59:59-12:00',
  ],
  ...[
    '2026-02-30T00:00:00',
    '2026-11-22T24:00:00',
    '2026-11-22 08:00:00',
    '2026-11-22T08:00:00Z',
    '2026-11-22T08:00:60',
  ],
  ...['2026-11-22T08:00:00+99:99', '1795333251', '0000-01-01T00:00:00', 'not a time', ''],
];
const DEEP = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;

export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
export const texts = (...all: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...all);

export const numberText = fc.oneof(
  { weight: 5, arbitrary: texts(...GOOD_NUMBERS) },
  { weight: 3, arbitrary: texts(...ODD_NUMBERS) },
  { weight: 2, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.bigInt().map(String) },
);
export const timeText = fc.oneof(
  { weight: 4, arbitrary: texts(...GOOD_TIMES) },
  { weight: 3, arbitrary: texts(...ODD_TIMES) },
);
export const flagText = fc.oneof(
  { weight: 4, arbitrary: texts('0', '1', '1.0', '0.0') },
  { weight: 2, arbitrary: texts('2', 'True', 'nan', '') },
);

/** A megabyte is rare: it costs a hundred others. */
const huge = fc
  .constantFrom('x', '<!channel>', '`', '9', '\u202e')
  .map((part) => part.repeat(1_000_000 / part.length));
/** Without the one word of it that is looked for in messages: names are shown as they are. */
const json = fc.json({ maxDepth: 6 }).map((text) => text.replaceAll('null', 'nil'));
export const anyBytes = fc.oneof(
  { weight: 6, arbitrary: hostileText.map(utf8) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 2, arbitrary: json.map(utf8) },
  { weight: 1, arbitrary: fc.constant(utf8(DEEP)) },
);
const rareHuge = fc.oneof({ weight: 120, arbitrary: anyBytes }, { weight: 1, arbitrary: huge.map(utf8) });

/** Mostly of its own kind, else any bytes. */
export const bytesLike = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.oneof({ weight: 5, arbitrary: text.map(utf8) }, { weight: 1, arbitrary: rareHuge });

export const field = (name: string, text: fc.Arbitrary<string>) =>
  fc.option(
    bytesLike(text).map((bytes) => [utf8(name), bytes] as const),
    { freq: 6 },
  );

const anyFields = fc.array(fc.tuple(anyBytes, fc.oneof(numberText.map(utf8), anyBytes)), { maxLength: 4 });

export const hashOf = (
  ...fields: readonly fc.Arbitrary<readonly [Buffer, Buffer] | null>[]
): fc.Arbitrary<Value> =>
  fc.tuple(fc.tuple(...fields), anyFields).map(([named, others]) => ({
    kind: 'hash',
    fields: [...named.flatMap((each) => (each === null ? [] : [each])), ...others],
  }));

export const otherType: fc.Arbitrary<Value> = fc.oneof(
  rareHuge.map((bytes): Value => ({ kind: 'string', bytes })),
  anyFields.map((fields): Value => ({ kind: 'hash', fields })),
  fc
    .tuple(fc.constantFrom('list', 'set', 'zset', 'stream'), anyBytes)
    .map(([kind, bytes]): Value => ({ kind, bytes })),
);

export const orOther = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: otherType });

export const stringOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  orOther(bytesLike(text).map((bytes) => ({ kind: 'string', bytes })));
