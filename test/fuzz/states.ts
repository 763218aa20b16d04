import fc from 'fast-check';
import { hostileText } from './text';

/** A value under a key, of any of Redis's types. */
export type Value =
  | { readonly kind: 'string'; readonly bytes: Buffer }
  | { readonly kind: 'hash'; readonly fields: readonly (readonly [Buffer, Buffer])[] }
  | { readonly kind: 'list' | 'set' | 'zset' | 'stream'; readonly bytes: Buffer };

export interface Entry {
  readonly key: Buffer;
  readonly value: Value;
  readonly ttlMs: number | null;
}

/** A key is not repeated: what is written is what there is. */
export type State = readonly Entry[];

export const STATS = [
  'live_enabled',
  'live_armed',
  'trades_total',
  'trades_today',
  'safety_violations_total',
  'circuit_breaker_triggers_total',
] as const;
export const PORTFOLIO = [
  'total_balance',
  'available_balance',
  'total_position_value',
  'utilization_rate',
] as const;

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

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const texts = (...all: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...all);

const numberText = fc.oneof(
  { weight: 5, arbitrary: texts(...GOOD_NUMBERS) },
  { weight: 3, arbitrary: texts(...ODD_NUMBERS) },
  { weight: 2, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.bigInt().map(String) },
);
const timeText = fc.oneof(
  { weight: 4, arbitrary: texts(...GOOD_TIMES) },
  { weight: 3, arbitrary: texts(...ODD_TIMES) },
);
const flagText = fc.oneof(
  { weight: 4, arbitrary: texts('0', '1', '1.0', '0.0') },
  { weight: 2, arbitrary: texts('2', 'True', 'nan', '') },
);

/** A megabyte is rare: it costs a hundred others. */
const huge = fc
  .constantFrom('x', '<!channel>', '`', '9', '\u202e')
  .map((part) => part.repeat(1_000_000 / part.length));
/** Without the one word of it that is looked for in messages: names are shown as they are. */
const json = fc.json({ maxDepth: 6 }).map((text) => text.replaceAll('null', 'nil'));
const anyBytes = fc.oneof(
  { weight: 6, arbitrary: hostileText.map(utf8) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 2, arbitrary: json.map(utf8) },
  { weight: 1, arbitrary: fc.constant(utf8(DEEP)) },
);
const rareHuge = fc.oneof({ weight: 120, arbitrary: anyBytes }, { weight: 1, arbitrary: huge.map(utf8) });

/** Mostly of its own kind, else any bytes. */
export const bytesLike = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.oneof({ weight: 5, arbitrary: text.map(utf8) }, { weight: 1, arbitrary: rareHuge });

const field = (name: string, text: fc.Arbitrary<string>) =>
  fc.option(
    bytesLike(text).map((bytes) => [utf8(name), bytes] as const),
    { freq: 6 },
  );

const anyFields = fc.array(fc.tuple(anyBytes, fc.oneof(numberText.map(utf8), anyBytes)), { maxLength: 4 });

const hashOf = (...fields: readonly fc.Arbitrary<readonly [Buffer, Buffer] | null>[]): fc.Arbitrary<Value> =>
  fc.tuple(fc.tuple(...fields), anyFields).map(([named, others]) => ({
    kind: 'hash',
    fields: [...named.flatMap((each) => (each === null ? [] : [each])), ...others],
  }));

const otherType: fc.Arbitrary<Value> = fc.oneof(
  rareHuge.map((bytes): Value => ({ kind: 'string', bytes })),
  anyFields.map((fields): Value => ({ kind: 'hash', fields })),
  fc
    .tuple(fc.constantFrom('list', 'set', 'zset', 'stream'), anyBytes)
    .map(([kind, bytes]): Value => ({ kind, bytes })),
);

const orOther = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: otherType });

const stringOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  orOther(bytesLike(text).map((bytes) => ({ kind: 'string', bytes })));

const ttl = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 5_000, max: 60_000 }),
  fc.constantFrom(61_000, 300_000, 9_000_000_000_000_000),
);

const entry = (key: string | Buffer, value: fc.Arbitrary<Value>): fc.Arbitrary<Entry | null> =>
  fc.option(
    fc
      .record({ key: fc.constant(Buffer.isBuffer(key) ? key : utf8(key)), value, ttlMs: ttl })
      .map((one) => ({ ...one, [fc.toStringMethod]: () => wordsOf(one) })),
    { freq: 5 },
  );

/** As a person would read it, where a case is told. */
function wordsOf({ key, value, ttlMs }: Entry): string {
  const bytesAs = (bytes: Buffer): string => JSON.stringify(bytes.toString().slice(0, 200));
  const held =
    value.kind === 'hash'
      ? value.fields.map(([name, bytes]) => `${bytesAs(name)}: ${bytesAs(bytes)}`).join(', ')
      : bytesAs(value.bytes);
  return `${bytesAs(key)} = ${value.kind} {${held}}${ttlMs === null ? '' : ` for ${ttlMs} ms`}`;
}

/** The keys of one trader, each of its own kind or of any. */
export const traderState = (target: string): fc.Arbitrary<State> => {
  const at = (rest: string): string => `${target}:arbitrage:${rest}`;
  const metrics = hashOf(
    field('circuit_breaker_active', fc.oneof(texts('True', 'False'), numberText)),
    field('win_rate', numberText),
    field('__proto__', numberText),
    field('constructor', numberText),
  );
  const portfolio = hashOf(...PORTFOLIO.map((name) => field(name, numberText)), field('timestamp', timeText));
  return fc
    .tuple(
      ...STATS.map((name) =>
        entry(at(`stats:${name}`), stringOf(name.startsWith('live') ? flagText : numberText)),
      ),
      entry(at('portfolio:state'), orOther(portfolio)),
      entry(at('metrics:live'), orOther(metrics)),
      entry(at('heartbeat:trader'), stringOf(timeText)),
      entry(at('heartbeat:live_trader'), stringOf(timeText)),
    )
    .map((entries) => entries.flatMap((each) => each ?? []));
};

/** The counters of one trader, as far apart as numbers can be. */
export const counterState = (target: string): fc.Arbitrary<State> =>
  fc
    .tuple(
      ...[...STATS, 'x'].map((name) =>
        entry(
          `${target}:arbitrage:stats:${name}`,
          texts('1.7e308', '-1.7e308', '0', '5e-324', '9007199254740993', '0.1').map(
            (text): Value => ({ kind: 'string', bytes: utf8(text) }),
          ),
        ),
      ),
      entry(
        `${target}:arbitrage:portfolio:state`,
        texts('1.7e308', '-1.7e308', '0', '1e-320').map(
          (text): Value => ({ kind: 'hash', fields: [[utf8('total_balance'), utf8(text)]] }),
        ),
      ),
    )
    .map((entries) => entries.flatMap((each) => each ?? []));

const name = fc.oneof(texts('S', 'S', 'worker-1', 'd28-demo-session'), hostileText);

/** An iteration, or the key of one that is none. */
const iteration = fc
  .tuple(
    fc.constantFrom('tuning:docker:paper', 'tuning:local:live'),
    name,
    name,
    fc.oneof(fc.nat({ max: 30 }).map(String), numberText),
    fc.constantFrom('', ':x', ':'),
  )
  .chain(([namespace, session, worker, n, suffix]) =>
    entry(
      `${namespace}:arbitrage:tuning_session:${session}:worker:${worker}:iteration:${n}${suffix}`,
      orOther(
        hashOf(
          field('session_id', fc.constant(session)),
          field('worker_id', fc.constant(worker)),
          field('iteration', fc.constant(n)),
          field('status', fc.oneof(fc.constant('completed'), hostileText)),
          field('timestamp', timeText),
        ),
      ),
    ),
  );

const job = fc
  .tuple(fc.constantFrom('docker', 'local'), name, name)
  .chain(([env, session, id]) =>
    entry(
      `orchestrator:${env}:arbitrage:session:${session}:job:${id}`,
      orOther(
        hashOf(
          field('session_id', fc.constant(session)),
          field('worker_id', name),
          field('iterations', numberText),
          field('mode', texts('paper', 'live', 'shadow', 'real')),
          field('status', fc.oneof(texts('SUCCESS', 'FAILED', 'CANCELLED'), hostileText)),
          field('return_code', numberText),
          field('finished_at', timeText),
        ),
      ),
    ),
  );

/** What tuning sessions leave, or somebody in their place; keys are bytes too. */
export const tuningState: fc.Arbitrary<State> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: iteration },
      { weight: 2, arbitrary: job },
      { weight: 1, arbitrary: strayKey() },
    ),
    { maxLength: 8 },
  )
  .map((entries) => entries.flatMap((each) => each ?? []));

function strayKey(): fc.Arbitrary<Entry | null> {
  return anyBytes.chain((bytes) =>
    entry(Buffer.concat([utf8('tuning:docker:paper:arbitrage:tuning_session:'), bytes]), otherType),
  );
}

/** The last of those with the same key. */
export const onceEach = (state: State): State => [
  ...new Map(state.map((each) => [each.key.toString('hex'), each])).values(),
];
