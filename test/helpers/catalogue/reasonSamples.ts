import type { Reason } from '../../../src/alerting/rules/reason';

const AT = new Date('2026-11-22T03:30:00Z');
const LATER = new Date('2026-11-22T03:35:00Z');
const AFTER_MS = 300_000;
const AGO_MS = 7_500_000;

const sign = { kind: 'heartbeat', component: 'zqcqz', at: AT } as const;
const FOUND = ['recent', 'data_lost', 'silent', 'still_down', 'one_sign', 'recovered'] as const;
const NOT_COMPARED = [
  'absent',
  'not_reported',
  'not_understood',
  'not_positive',
  'never_written',
  'old',
] as const;
const trades = { total: 1234, tradedAt: AT, quietMs: AGO_MS, afterMs: AFTER_MS } as const;
const balance = { balance: 1234, highest: 5678, dayBefore: { day: 'zqdqz', balance: 4321 } } as const;

/** Every reason there is, with everything that one may hold, and with nothing. */
export const reasonSamples: readonly Reason[] = [
  { code: 'never_signed' },
  ...(['flags', 'orders', 'configured'] as const).map(
    (evidence): Reason => ({
      code: 'waiting_for_first_sign',
      ...{ evidence, waitedMs: AGO_MS, afterMs: AFTER_MS },
    }),
  ),
  ...FOUND.map((found): Reason => ({ code: 'last_sign', sign, found, quietMs: AGO_MS, afterMs: AFTER_MS })),
  { code: 'last_sign', sign: null, found: 'still_down', quietMs: null, afterMs: AFTER_MS },
  {
    code: 'last_sign',
    sign: { kind: 'portfolio', component: null, at: AT },
    ...{ found: 'recent', quietMs: AGO_MS, afterMs: AFTER_MS },
  },
  { code: 'no_heartbeat_expected' },
  { code: 'signs_incomplete' },
  ...['zqcqz', null].map(
    (component): Reason => ({
      code: 'heartbeat_behind',
      ...{ heartbeatAt: AT, component, behindMs: AGO_MS, afterMs: AFTER_MS },
    }),
  ),
  { code: 'portfolio_behind', portfolioAt: AT, behindMs: AGO_MS, afterMs: AFTER_MS },
  { code: 'breaker', trips: 1234, active: true },
  { code: 'breaker', trips: 'not_reported', active: 'not_understood' },
  { code: 'live_flags', enabled: true, armed: false },
  { code: 'violations', counted: 1234, reported: 5678, isHeldBack: true },
  { code: 'violations', counted: 'not_reported', reported: null, isHeldBack: false },
  { code: 'counters', fell: [{ counter: 'zqcqz', from: 5678, to: 1234 }] },
  { code: 'counters', fell: [] },
  { code: 'balance', ...balance, fell: { from: 8765, at: LATER } },
  { code: 'balance', balance: 1234, highest: null, dayBefore: null, fell: null },
  { code: 'balance', balance: null, highest: null, dayBefore: null, fell: null },
  { code: 'exposure', rate: 0.125, abovePercent: 50, forMs: AFTER_MS },
  { code: 'exposure', rate: null, abovePercent: 50, forMs: AFTER_MS },
  ...(['not_reported', 'down', 'closed', 'counting'] as const).flatMap((status): Reason[] => [
    { code: 'trades', status, ...trades },
    { code: 'trades', status, ...trades, total: null, tradedAt: null, quietMs: null },
  ]),
  { code: 'orders', found: 1234, reported: 2345, reportedAt: AT, heldBack: 3456, waiting: 4567 },
  { code: 'orders', found: null, reported: 0, reportedAt: null, heldBack: 0, waiting: 0 },
  { code: 'prices', exchanges: [{ exchange: 'zqxqz', ageMs: AGO_MS }], afterMs: AFTER_MS },
  { code: 'prices', exchanges: [], afterMs: AFTER_MS },
  { code: 'only_live_is_compared' },
  { code: 'paper_not_read' },
  ...NOT_COMPARED.map(
    (why): Reason => ({
      code: 'not_compared',
      missing: [{ side: 'live', why, balance: why === 'not_positive' ? -1234 : null, ageMs: AGO_MS }],
    }),
  ),
  {
    code: 'compared',
    ...{ comparedMs: AGO_MS, withinMs: AFTER_MS, livePercent: 12.5, paperPercent: 13.5, points: 2.5 },
  },
  { code: 'uptime', upMs: AFTER_MS, watchedMs: AGO_MS },
];
