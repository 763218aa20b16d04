import { describeReason } from '../../formatters/alerts/queries/reasonText';
import { toFallbackText } from '../../formatters/blockKit/fallbackText';
import { type Reason, reasonSchema } from '../../src/alerting/rules/reason';
import { minutesAgo, NIGHT } from '../helpers/incidents';

const textOf = (reason: Reason): string => toFallbackText(describeReason(reason), NIGHT, 'UTC');

const LAST = {
  code: 'last_sign',
  sign: { kind: 'heartbeat', component: 'trader', at: minutesAgo(2) },
  ...{ quietMs: 95_000, afterMs: 90_000 },
} as const;
const ORDERS = { code: 'orders', reported: 3, reportedAt: minutesAgo(2), heldBack: 1, waiting: 2 } as const;
const TRADES = {
  code: 'trades',
  total: 1_287,
  tradedAt: minutesAgo(40),
  quietMs: 2_400_000,
  afterMs: 1_800_000,
} as const;

const CASES: readonly (readonly [Reason, string])[] = [
  [{ code: 'never_signed' }, 'no sign of life was ever observed'],
  [
    { code: 'waiting_for_first_sign', waitedMs: 30_000, evidence: 'flags', afterMs: 90_000 },
    'no sign of life observed for 30 s, and a flag says that live trading is on; down after 90 s',
  ],
  [
    { ...LAST, found: 'silent' },
    'last sign of life: heartbeat from trader 03:00 UTC; none for 95 s; down after 90 s',
  ],
  [
    { ...LAST, found: 'recent', sign: { ...LAST.sign, kind: 'portfolio' }, quietMs: 8_000 },
    'last sign of life: portfolio 03:00 UTC; 8 s ago; down after 90 s',
  ],
  [{ ...LAST, found: 'still_down', sign: null, quietMs: null }, 'no sign of life; still down'],
  [
    { ...LAST, found: 'one_sign' },
    'last sign of life: heartbeat from trader 03:00 UTC; one new sign, waiting for a second',
  ],
  [
    {
      code: 'heartbeat_behind',
      heartbeatAt: minutesAgo(2),
      component: 'trader',
      behindMs: 3_000,
      afterMs: 90_000,
    },
    'last heartbeat 03:00 UTC from trader; the portfolio was written 3 s after it; a warning after 90 s',
  ],
  [
    { code: 'portfolio_behind', portfolioAt: minutesAgo(2), behindMs: 240_000, afterMs: 600_000 },
    'the portfolio was last written 03:00 UTC; the last heartbeat came 4 min after it; stale after 10 min',
  ],
  [{ code: 'breaker', trips: 2, active: true }, 'trips counted: 2; active: yes'],
  [
    { code: 'live_flags', enabled: 'not_reported', armed: 'not_understood' },
    'enabled: not reported; armed: not understood',
  ],
  [
    { code: 'violations', counted: 7, reported: 4, isHeldBack: true },
    '7 counted, 4 reported before; held back to be sent together',
  ],
  [
    { code: 'violations', counted: 'not_reported', reported: 4, isHeldBack: false },
    'the count is not reported',
  ],
  [{ code: 'counters', fell: [] }, 'no counter fell'],
  [
    { code: 'counters', fell: [{ counter: 'tradesTotal', from: 1_287, to: 3 }] },
    'tradesTotal fell from 1,287 to 3: it was reset',
  ],
  [{ code: 'balance', balance: null, highest: null, dayBefore: null, fell: null }, 'no balance is reported'],
  [
    {
      ...{ code: 'balance', balance: 940, highest: 1_000, dayBefore: { day: '2026-11-21', balance: 980 } },
      fell: { from: 1_000, at: minutesAgo(2) },
    },
    'the balance is 940.00; the highest of late 1,000.00; 980.00 at the end of 2026-11-21; it fell from 1,000.00 03:00 UTC',
  ],
  [
    { code: 'exposure', rate: 0.825, abovePercent: 80, forMs: 300_000 },
    'the utilization rate is 82.5 %; too high above 80 % for 5 min',
  ],
  [{ code: 'exposure', rate: null, abovePercent: 80, forMs: 300_000 }, 'no utilization rate is reported'],
  [
    { ...TRADES, status: 'counting' },
    '1,287 trades in all; the last trade was seen 02:22 UTC; none for 40 min of trading hours; an alert after 30 min',
  ],
  [{ ...TRADES, status: 'closed', tradedAt: null }, 'outside its trading hours; no trade was seen yet'],
  [
    { ...ORDERS, found: 6 },
    'rejected or partially filled orders that are known: 6; reported within a day: 3, the last message 03:00 UTC; held back to be sent together: 1; partially filled and may still be filled: 2',
  ],
  [{ ...ORDERS, found: null }, 'no order is known'],
  [
    {
      code: 'prices',
      exchanges: [
        { exchange: 'binance', ageMs: 0 },
        { exchange: 'upbit', ageMs: 90_000 },
      ],
      afterMs: 60_000,
    },
    'last prices: binance 0 s ago, upbit 90 s ago; missing after 60 s while others have prices',
  ],
  [
    {
      code: 'not_compared',
      missing: [
        { side: 'live', why: 'old', balance: 1_000, ageMs: 240_000 },
        { side: 'paper', why: 'absent', balance: null, ageMs: null },
      ],
    },
    'not compared: the live trader has not written its balance for 4 min; there is no paper trader of its env',
  ],
  [
    {
      ...{ code: 'compared', comparedMs: 1_800_000, withinMs: 86_400_000 },
      ...{ livePercent: -2.97, paperPercent: 0, points: 2 },
    },
    'in the 30 min of the last 24 h in which both ran, the live trader changed by −2.97 % and the paper trader by 0 %; an alert from 2 percentage points apart',
  ],
  [{ code: 'uptime', upMs: 5_400_000, watchedMs: 86_400_000 }, 'was up for 90 min of the 24 h monitored'],
];

test.each(CASES.map(([reason, text]) => [text, reason] as const))('A reason reads: %s', (text, reason) => {
  expect(textOf(reason).replaceAll('`', '')).toBe(text);
});

test('Every reason is stored and read again as it was', () => {
  for (const [reason] of CASES)
    expect(reasonSchema.parse(JSON.parse(JSON.stringify(reasonSchema.encode(reason))))).toEqual(reason);
});
