import fc from 'fast-check';
import { hostileText } from './text';
import {
  anyBytes,
  field,
  flagText,
  hashOf,
  numberText,
  orOther,
  otherType,
  stringOf,
  texts,
  timeText,
  utf8,
  type Value,
} from './values';

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

const recordName = fc.oneof(texts('BTC_KRW', 'upbit:KRW-BTC', 'BTC:1795897827.4'), hostileText);
const someText = fc.oneof(texts('buy', 'filled', 'rejected', 'partially_filled', 'upbit'), hostileText);
const figures = (...names: readonly string[]) => names.map((one) => field(one, numberText));

/** Positions, orders, executions and prices of one trader, each of its own kind or of any. */
export const recordState = (target: string): fc.Arbitrary<State> => {
  const kinds: Readonly<Record<string, fc.Arbitrary<Value>>> = {
    positions: hashOf(
      ...figures('quantity', 'entry_price', 'current_price', 'pnl', 'pnl_pct'),
      ...[field('side', someText), field('timestamp', timeText)],
    ),
    orders: hashOf(
      ...['exchange', 'symbol', 'side', 'status'].map((one) => field(one, someText)),
      ...figures('quantity', 'price', 'filled_quantity'),
      ...[field('created_at', timeText), field('updated_at', timeText)],
    ),
    execution: hashOf(
      ...figures('quantity', 'buy_price', 'sell_price', 'net_pnl', 'fees'),
      field('timestamp', timeText),
    ),
    prices: hashOf(...figures('bid', 'ask'), field('timestamp', timeText)),
  };
  const one = fc
    .tuple(fc.constantFrom(...Object.keys(kinds)), recordName)
    .chain(([kind, named]) =>
      entry(`${target}:arbitrage:${kind}:${named}`, orOther(kinds[kind] ?? fc.constant(emptyValue))),
    );
  return fc.array(one, { maxLength: 12 }).map((entries) => entries.flatMap((each) => each ?? []));
};

const emptyValue: Value = { kind: 'hash', fields: [] };

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

/** The control state of a run, as JSON or as anything. */
export const controlState = (key: string): fc.Arbitrary<State> => {
  const json = fc
    .record(
      {
        mode: fc.oneof(texts('PANIC', 'EMERGENCY_CLOSE', 'RUNNING', 'PAUSED'), hostileText),
        symbol_blacklist: fc.oneof(fc.array(hostileText, { maxLength: 3 }), hostileText),
        updated_at_utc: fc.oneof(timeText, fc.constant(null)),
        updated_by: fc.oneof(hostileText, fc.constant(null), fc.integer()),
        reason: fc.oneof(hostileText, fc.constant(null)),
      },
      { requiredKeys: ['mode'] },
    )
    .map((fields) => JSON.stringify(fields));
  return entry(key, stringOf(json)).map((one) => (one === null ? [] : [one]));
};

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
          field('started_at', timeText),
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
