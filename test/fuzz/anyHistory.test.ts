import fc from 'fast-check';
import { LocalHistory } from '../../src/history/localHistory';
import { MemoryHistory } from '../../src/history/memory/memoryHistory';
import type { CheckRecord, TargetSample } from '../../src/history/model/checkRecord';
import { settableClock } from '../helpers/clock';
import { sample } from '../helpers/historySamples';
import { always } from './always';

const TARGET = 'live:docker';
const MISSED_AFTER_MS = 90_000;
const CASES = 60;
const FIELDS = ['totalBalance', 'tradesTotal'] as const;

/** The last day of a year; and the nights in which Berlin's clocks go back, and forward. */
const BEGINNINGS = ['2026-12-31T20:00:00Z', '2026-10-24T20:00:00Z', '2027-03-27T20:00:00Z'].map(Date.parse);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 6 });

type SampleAt = (atMs: number) => TargetSample;

const sampleOf = (target: string): fc.Arbitrary<SampleAt> =>
  fc
    .record({
      totalBalance: maybe(fc.integer({ min: 90, max: 110 })),
      tradesTotal: maybe(fc.integer({ min: 0, max: 9 })),
      safetyViolationsTotal: maybe(fc.integer({ min: 0, max: 2 })),
      isDown: fc.boolean(),
      sinceMs: fc.integer({ min: 0, max: 200_000 }),
      breakerActive: fc.option(fc.boolean()),
      signAgeMs: fc.integer({ min: 0, max: 30_000 }),
    })
    .map(({ isDown, sinceMs, breakerActive, signAgeMs, ...values }) => (atMs: number) => {
      const known = Object.entries(values).filter(([, value]) => value !== undefined);
      return sample(target, Object.fromEntries(known), {
        status: isDown ? 'down' : 'ok',
        life: { isDown, since: new Date(atMs - sinceMs) },
        flags: { breakerActive, liveEnabled: null, liveArmed: null, liveByMetrics: null },
        signs: [{ sign: 'portfolio', writtenAt: new Date(atMs - signAgeMs) }],
      });
    });

/** Checks a minute apart, with pauses of up to hours, and Redis away at some of them. */
const checksOf = (target: fc.Arbitrary<SampleAt | undefined>): fc.Arbitrary<readonly CheckRecord[]> => {
  const step = fc.record({
    afterMs: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 50_000, max: 70_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 90_001, max: 10_000_000 }) },
    ),
    isAway: fc.nat(11).map((n) => n === 0),
    targets: fc.tuple(target, maybe(sampleOf('paper:docker'))),
  });
  const steps = fc.array(step, { minLength: 1, maxLength: 120 });
  return fc.tuple(fc.constantFrom(...BEGINNINGS), steps).map(([beginning, all]) => {
    let atMs = beginning;
    return all.map(({ afterMs, isAway, targets }): CheckRecord => {
      atMs += afterMs;
      const at = new Date(atMs);
      if (isAway) return { kind: 'unavailable', at, reason: 'unreachable' };
      return { kind: 'observed', at, targets: targets.flatMap((each) => each?.(atMs) ?? []) };
    });
  });
};

/** The same checks in SQLite, summed up; and by one who reads them all anew at each question. */
async function both(checks: readonly CheckRecord[]) {
  const [first, last] = [checks[0]?.at ?? new Date(0), checks.at(-1)?.at ?? new Date(0)];
  const clock = settableClock(new Date(last.getTime() + 30_000));
  const settings = { clock, missedAfterMs: MISSED_AFTER_MS };
  const [simple, stored] = [new MemoryHistory(settings), await LocalHistory.open(settings)];
  for (const check of checks) {
    simple.record(check);
    stored.record(check);
  }
  return { simple, stored, first, now: clock.now() };
}

/** Some happen at the same time. */
const byText = (events: readonly object[]): readonly string[] =>
  events.map((event) => JSON.stringify(Object.entries(event).sort())).sort();

test('Days, uptime and events are what the checks themselves say, whatever was summed up', async () => {
  const property = fc.asyncProperty(checksOf(maybe(sampleOf(TARGET))), async (checks) => {
    const { simple, stored, first, now } = await both(checks);
    const days = { target: TARGET, days: 4, zone: 'Europe/Berlin', until: now };
    expect(await stored.closings(days)).toEqual(await simple.closings(days));
    const span = { target: TARGET, from: new Date(first.getTime() + 1_234_567), to: now };
    expect(await stored.uptime(span)).toEqual(await simple.uptime(span));
    const [was, is] = [await simple.events(span), await stored.events(span)];
    expect(is.before).toEqual(was.before);
    expect(byText(is.events)).toEqual(byText(was.events));
    stored.close();
  });
  await always(property, CASES);
});

test('A series of single checks is what the checks themselves say, with every gap', async () => {
  const window = fc.record({
    fromMs: fc.integer({ min: -400_000, max: 2_000_000 }),
    points: fc.integer({ min: 40, max: 60 }),
  });
  const field = fc.constantFrom(...FIELDS);
  const property = fc.asyncProperty(checksOf(sampleOf(TARGET)), window, field, async (checks, of, name) => {
    const { simple, stored, first } = await both(checks);
    const from = new Date(first.getTime() + of.fromMs);
    const to = new Date(from.getTime() + 5_000_000);
    const query = { target: TARGET, field: name, from, to, points: of.points };
    expect(await stored.series(query)).toEqual(await simple.series(query));
    stored.close();
  });
  await always(property, CASES);
});

test('A series of hours has the sums that the checks themselves have, and every time in which nobody watched', async () => {
  const field = fc.constantFrom(...FIELDS);
  const offset = fc.integer({ min: -7, max: 9 });
  const property = fc.asyncProperty(
    checksOf(maybe(sampleOf(TARGET))),
    offset,
    field,
    async (checks, steps, name) => {
      const { simple, stored, first } = await both(checks);
      const from = new Date(first.getTime() + steps * 300_000);
      const query = {
        target: TARGET,
        field: name,
        from,
        to: new Date(from.getTime() + 36_000_000),
        points: 10,
      };
      const [was, is] = [await simple.series(query), await stored.series(query)];
      expect(is.total).toEqual(was.total);
      const sum = (of: 'increase' | 'resets' | 'count') =>
        is.points.reduce((all, point) => all + point[of], 0);
      expect(sum('increase')).toBe(was.total?.increase ?? 0);
      expect(sum('resets')).toBe(was.total?.resets ?? 0);
      expect(sum('count')).toBe(was.total?.count ?? 0);
      const unwatched = ({ reason }: { reason: string }) => !['not_reported', 'target_down'].includes(reason);
      expect(is.gaps.filter(unwatched)).toEqual(was.gaps.filter(unwatched));
      stored.close();
    },
  );
  await always(property, CASES);
});
