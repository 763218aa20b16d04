import fc from 'fast-check';
import { DateTime } from 'luxon';
import { LocalHistory } from '../../src/history/localHistory';
import type { CheckRecord } from '../../src/history/model/checkRecord';
import { periodReport } from '../../src/performance/periodReport';
import { pnlReport } from '../../src/performance/pnlReport';
import type { BalanceNote } from '../../src/storage/balanceNotes';
import { settableClock } from '../helpers/clock';
import { sample } from '../helpers/historySamples';
import { always } from './always';

const TARGET = 'live:docker';
const DAYS = 6;
const CASES = 60;

/** The last day of a year; the nights in which the clocks change, also by half an hour; and zones far from UTC. */
const BEGINNINGS: readonly (readonly [from: string, zone: string])[] = [
  ['2026-12-28T12:00:00Z', 'Asia/Seoul'],
  ['2026-10-22T12:00:00Z', 'Europe/Berlin'],
  ['2027-03-25T12:00:00Z', 'Europe/Berlin'],
  ['2026-10-30T12:00:00Z', 'America/New_York'],
  ['2026-10-01T12:00:00Z', 'Australia/Lord_Howe'],
  ['2026-11-20T12:00:00Z', 'Pacific/Kiritimati'],
];

interface Reading {
  readonly atMs: number;
  readonly balance: number | undefined;
  /** All trades so far; undefined where they are not reported. */
  readonly trades: number | undefined;
}

interface Case {
  readonly zone: string;
  readonly readings: readonly Reading[];
  readonly notes: readonly BalanceNote[];
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    beginning: fc.constantFrom(...BEGINNINGS),
    steps: fc.array(
      fc.record({
        afterMs: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 60_000, max: 900_000 }) },
          { weight: 3, arbitrary: fc.integer({ min: 3_600_000, max: 40_000_000 }) },
        ),
        balance: fc.option(fc.integer({ min: 50, max: 150 }), { nil: undefined, freq: 3 }),
        more: fc.option(fc.nat(5), { nil: undefined, freq: 4 }),
      }),
      { minLength: 1, maxLength: 60 },
    ),
    notes: fc.array(fc.record({ afterMs: fc.nat(6 * 86_400_000), amount: fc.integer({ min: -9, max: 9 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ beginning: [from, zone], steps, notes }) => {
    const beginMs = Date.parse(from);
    let [atMs, trades] = [beginMs, 0];
    return {
      zone,
      readings: steps.map(({ afterMs, balance, more }): Reading => {
        atMs += afterMs;
        trades += more ?? 0;
        return { atMs, balance, trades: more === undefined ? undefined : trades };
      }),
      notes: [...notes]
        .sort((a, b) => a.afterMs - b.afterMs)
        .map(({ afterMs, amount }, i) => ({
          id: `n${i}`,
          target: TARGET,
          at: new Date(beginMs + afterMs),
          amount,
          reason: '',
          userId: 'U0ANN',
        })),
    };
  });

const checkOf = ({ atMs, balance: totalBalance, trades: tradesTotal }: Reading): CheckRecord => ({
  kind: 'observed',
  at: new Date(atMs),
  targets: [
    sample(TARGET, {
      ...(totalBalance !== undefined && { totalBalance }),
      ...(tradesTotal !== undefined && { tradesTotal }),
    }),
  ],
});

const present = <T>(value: T | undefined): value is T => value !== undefined;

/** What a person would work out with the list of all readings in hand, day by day. */
function byHand({ zone, readings, notes }: Case, now: Date) {
  const dayOf = (ms: number) => DateTime.fromMillis(ms, { zone }).toISODate() ?? '';
  const today = DateTime.fromJSDate(now, { zone });
  return Array.from({ length: DAYS }, (_, i) => {
    const day = today.minus({ days: DAYS - 1 - i }).toISODate() ?? '';
    const oldest = today.minus({ days: DAYS }).toISODate() ?? '';
    const balances = readings.filter(({ atMs, balance }) => balance !== undefined && dayOf(atMs) >= oldest);
    const before = balances.findLast(({ atMs }) => dayOf(atMs) < day);
    const ofDay = balances.filter(({ atMs }) => dayOf(atMs) === day);
    const [base, end] = [before ?? ofDay[0], ofDay.at(-1)];
    const moved =
      base === undefined || end === undefined
        ? []
        : notes.filter(({ at }) => at.getTime() > base.atMs && at.getTime() <= end.atMs);
    const amount =
      base === undefined || end === undefined
        ? null
        : (end.balance ?? 0) - (base.balance ?? 0) - moved.reduce((sum, note) => sum + note.amount, 0);
    const counts = readings.filter(({ atMs }) => dayOf(atMs) === day).map(({ trades }) => trades);
    const counted = counts.filter(present);
    const earlier = readings
      .filter(({ atMs }) => dayOf(atMs) < day)
      .map(({ trades }) => trades)
      .findLast(present);
    const trades = counted.length === 0 ? null : (counted.at(-1) ?? 0) - (earlier ?? counted[0] ?? 0);
    return { day, amount, trades, notes: moved.map(({ id }) => id).sort() };
  });
}

/** Recorded as checks are, and read 30 s after the last. */
async function recorded({ readings }: Case) {
  const now = new Date((readings.at(-1)?.atMs ?? 0) + 30_000);
  const history = await LocalHistory.open({ clock: settableClock(now), missedAfterMs: 50_000_000 });
  for (const reading of readings) history.record(checkOf(reading));
  return { history, now };
}

test('What each day brought is what a person works out from the checks, whatever was noted and whenever nothing was reported', async () => {
  const property = fc.asyncProperty(anyCase, async (one) => {
    const { history, now } = await recorded(one);
    const query = { target: TARGET, days: DAYS, zone: one.zone, until: now };
    const report = await pnlReport(history, query, one.notes);
    history.close();
    const expected = byHand(one, now);
    expect(
      report.days.map(({ day, change, trades, moved }) => ({
        day,
        amount: change?.amount ?? null,
        trades,
        notes: moved.map(({ id }) => id).sort(),
      })),
    ).toEqual(expected);
    const amounts = expected.flatMap(({ amount }) => amount ?? []);
    expect(report.total.change?.amount ?? null).toBe(
      amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0),
    );
  });
  await always(property, CASES);
});

test('What a time brought is its last balance less its first and what was noted in between, with its largest fall', async () => {
  const property = fc.asyncProperty(anyCase, fc.integer({ min: 1, max: 5 }), async (one, days) => {
    const { history, now } = await recorded(one);
    const from = new Date(now.getTime() - days * 86_400_000);
    const { balance } = await periodReport(history, { target: TARGET, from, to: now }, one.notes);
    history.close();
    const within = one.readings.filter(({ atMs }) => atMs >= from.getTime());
    const balances = within.flatMap(({ atMs, balance: value }) =>
      value === undefined ? [] : [{ atMs, value }],
    );
    const movedBy = (ms: number) =>
      one.notes
        .filter(({ at }) => at.getTime() > (balances[0]?.atMs ?? 0) && at.getTime() <= ms)
        .reduce((sum, { amount }) => sum + amount, 0);
    const earned = balances.map(({ atMs, value }) => value - movedBy(atMs));
    const [first, last] = [earned[0], earned.at(-1)];
    const falls = earned.map((value, i) => Math.max(...earned.slice(0, i + 1)) - value);
    expect([
      balance.change?.amount ?? null,
      balance.drawdown ? balance.drawdown.peak - balance.drawdown.trough : 0,
    ]).toEqual([first === undefined || last === undefined ? null : last - first, Math.max(0, ...falls)]);
  });
  await always(property, CASES);
});
