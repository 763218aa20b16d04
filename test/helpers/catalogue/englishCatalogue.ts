import { en } from '../../../formatters/text/en';
import { type CatalogueEntry, catalogueEntries } from './catalogueCalls';
import { reasonSamples } from './reasonSamples';
import type { KnownSamples, TypeSamples } from './typeSamples';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 22, 3, minutes));

/** Samples of types, beside what their source says. */
const known: KnownSamples = new Map<string, (samples: TypeSamples) => readonly unknown[]>([
  ['Date', (samples) => [at(samples.next() % 60)]],
  ['Line', (samples) => [[{ literal: samples.text() }]]],
  ['TextSpan', (samples) => [{ literal: samples.text() }]],
  [
    'Details',
    () => [
      { realMoneyBy: 'orders', lastRealOrder: at(7).toISOString(), realMoneyContradictedBy: 'flags' },
      { realMoneyBy: 'metrics' },
      {},
    ],
  ],
]);

const iso = at(30).toISOString();
const DETAILS = {
  ...{
    waitedSince: iso,
    lastSign: iso,
    signSince: iso,
    sign: 'heartbeat',
    component: 'zqcqz',
    unreadable: true,
  },
  ...{ unwatchedFrom: iso, unwatchedTo: iso, lastHeartbeat: iso, stillSince: iso, isGone: true },
  ...{ activeSince: iso, total: 1234, trips: 3, enabled: true, armed: false, lastRealOrder: iso },
  ...{ added: 1234, now: 1234, firstLoss: iso, lastLoss: iso, times: 1234, policy: 'zqpqz', mode: 'ZQM' },
  ...{ rule: 'no_heartbeat', channel: 'zqhqz', detectedAt: iso, code: 'zqeqz' },
  ...{
    fellAt: iso,
    from: 5678,
    balance: 1234,
    withinMs: 7_500_000,
    percent: 12.5,
    above: 50,
    aboveSince: iso,
  },
  ...{ exchange1: 'zq1qz', exchange2: 'zq2qz', missing: 3, exchanges: 1234, lastPrice: iso },
  ...{ countedFrom: iso, lastTrade: iso, afterMs: 7_500_000, live: 1, paper: 2, divergedAt: iso },
  ...{ status1: 'partially_filled', side1: 'zqsqz', symbol1: 'zqyqz', exchange: 'zqxqz', filled1: 1234 },
  ...{
    quantity1: 5678,
    at1: iso,
    id1: 'zqiqz',
    count1: 1,
    partial: 2,
    rejected: 1234,
    comparedMs: 7_500_000,
  },
};
const RULES = [
  ...['no_sign_of_life', 'no_heartbeat', 'stale_portfolio', 'circuit_breaker', 'live_trading'],
  ...['safety_violations', 'balance_drop', 'high_exposure', 'order_problem', 'price_feed', 'no_trades'],
  ...['divergence', 'dataLoss', 'eviction', 'control', 'drill', 'undelivered', 'zqruleqz'],
];
const VARIATIONS: readonly object[] = [
  DETAILS,
  {},
  ...[
    { sign: 'portfolio', waitedSince: null },
    { unreadable: false, clockSkewMs: -7_500_000 },
  ],
  ...[
    { active: false },
    { activeSince: null },
    { fellFrom: 5678 },
    { fellFrom: 5678, total: null, now: null },
  ],
  ...[{ lastRealOrder: null, change: 'enabled and disarmed' }, { added: null }, { what: 'left', was: 'ZQW' }],
  ...[{ what: 'expired' }, { by: 'day' }, { rejected: 0, partial: 1 }, { rejected: 1, partial: 0 }],
  ...[
    { status1: 'rejected' },
    { count1: 3 },
    { side1: null, symbol1: null },
    { missing: 1, exchange2: null },
  ],
].map((more) => (Object.keys(more).length === 0 ? more : { ...DETAILS, ...more }));

const describeCalls = RULES.flatMap((rule) => VARIATIONS.map((details) => [rule, details] as const));

/** All of the English catalogue, with arguments for its functions. */
export const englishCatalogue = (): readonly CatalogueEntry[] =>
  catalogueEntries(en, known, {
    'rules.describe': describeCalls,
    ...Object.fromEntries(
      Object.keys(en.reasons).map((code) => [
        `reasons.${code}`,
        reasonSamples.filter((reason) => reason.code === code).map((reason) => [reason]),
      ]),
    ),
  });
