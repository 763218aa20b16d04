import { addMs } from '../../src/lib/time';
import type { RehearsalReport } from '../../src/rehearsal/rehearsalReport';
import {
  type PastOptions,
  type PastTrader,
  REHEARSED_NOW,
  rehearsalsOver,
  rehearsedPast,
} from '../helpers/rehearsedPast';

const MINUTE = 60_000;
const minutesAgo = (minutes: number): Date => addMs(REHEARSED_NOW, -minutes * MINUTE);

/** The report on these settings, over the last 2 h unless told otherwise. */
async function report(
  traders: Readonly<Record<string, PastTrader>>,
  settings: Readonly<Record<string, string>>,
  { sinceMinutes = 120, ...past }: PastOptions & { readonly sinceMinutes?: number } = {},
): Promise<RehearsalReport> {
  const rehearsals = rehearsalsOver(await rehearsedPast(traders, { since: 60 * 5, ...past }));
  const typed = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const outcome = await rehearsals.run({ since: minutesAgo(sinceMinutes), typed, file: null });
  if (outcome.kind !== 'report') throw new Error(`It came to ${outcome.kind}`);
  return outcome.report;
}

const PAPER = 'paper:docker';

test('A longer stale_after misses short silences, and tells of long ones later', async () => {
  const found = await report(
    {
      [PAPER]: {
        silent: [
          [100, 98],
          [60, 30],
        ],
      },
    },
    { stale_after: '13m' },
  );
  expect([found.before.alerts, found.after.alerts]).toEqual([2, 1]);
  const [missed] = found.missed;
  expect(missed).toMatchObject({ lasts: false, alert: { rule: 'no_sign_of_life', targets: [PAPER] } });
  expect(missed?.alert.at.getTime()).toBeGreaterThan(minutesAgo(99).getTime());
  expect(found.moved).toHaveLength(1);
  expect((found.moved[0]?.byMs ?? 0) / MINUTE).toBeCloseTo(11.5, 1);
  expect(found.added).toEqual([]);
});

test('A shorter stale_after would have reported silences that nobody heard of', async () => {
  const found = await report({ [PAPER]: { silent: [[100, 99]] } }, { stale_after: '30s' });
  expect([found.before.alerts, found.after.alerts]).toEqual([0, 1]);
  expect(found.added).toEqual([expect.objectContaining({ rule: 'no_sign_of_life', targets: [PAPER] })]);
});

test('The settings in use change nothing, and that is said', async () => {
  const found = await report({ [PAPER]: { silent: [[60, 30]] } }, { stale_after: '90s' });
  expect(found).toMatchObject({ same: 1, missed: [], added: [], moved: [] });
});

test('An alert that is open at the beginning, and was sent before, is not counted', async () => {
  const found = await report({ [PAPER]: { silent: [[200, 30]] } }, { stale_after: '2m' });
  expect([found.before.alerts, found.after.alerts]).toEqual([0, 0]);
});

test('One that still lasts where the record ends may only come later', async () => {
  const found = await report({ [PAPER]: { silent: [[10, -1]] } }, { stale_after: '30m' });
  expect(found.missed).toEqual([expect.objectContaining({ lasts: true })]);
});

test('A rule that is switched off sends nothing, and one about counters is asked as well', async () => {
  const counts = (minutes: number) => ({ safetyViolationsTotal: minutes < 50 ? 3 : 2 });
  const trader = { values: counts };
  expect(await report({ [PAPER]: trader }, { safety_violations: 'off' })).toMatchObject({
    before: { alerts: 1 },
    after: { alerts: 0 },
    rules: [{ rule: 'safety_violations', before: 1, after: 0 }],
  });
});

test('A flag of live trading is rehearsed as it was switched', async () => {
  const live: PastTrader = {
    more: (minutes) => ({
      flags: { breakerActive: null, liveEnabled: minutes < 40, liveArmed: null, liveByMetrics: null },
    }),
  };
  const found = await report({ 'live:docker': live }, { live_trading: 'silent' });
  expect([found.before.alerts, found.after.alerts]).toEqual([1, 0]);
  expect(found.missed[0]?.alert.at).toEqual(addMs(minutesAgo(40), 15_000));
});

test('A fall of the balance is found check by check, by either limit', async () => {
  const falling: PastTrader = { values: (minutes) => ({ totalBalance: minutes <= 50 ? 960 : 1_000 }) };
  const found = await report({ [PAPER]: falling }, { 'balance_drop.percent': '3' });
  expect(found.added).toEqual([
    expect.objectContaining({ rule: 'balance_drop', at: minutesAgo(50), closedAt: null }),
  ]);
  expect(found.valuesExactFrom).toEqual(minutesAgo(120));
});

test('Gaps are named, and nobody is called dead for them', async () => {
  const found = await report(
    { [PAPER]: {} },
    { stale_after: '60s' },
    {
      unwatched: [[80, 70]],
      unavailable: [[50, 45]],
    },
  );
  expect(found.gaps.map(({ reason }) => reason)).toEqual(['bot_down', 'redis_unavailable']);
  expect(found.rules).toEqual([{ rule: 'monitoring_outage', before: 2, after: 2 }]);
});

test('An outage is reported by outage_after', async () => {
  const found = await report({ [PAPER]: {} }, { outage_after: '10m' }, { unavailable: [[50, 45]] });
  expect([found.before.alerts, found.after.alerts]).toEqual([1, 0]);
  expect(found.missed[0]?.alert.at).toEqual(addMs(minutesAgo(50), 45_000));
});

test('A history that is shorter than asked for is rehearsed from its beginning', async () => {
  const found = await report(
    { [PAPER]: { silent: [[30, 20]] } },
    { stale_after: '5m' },
    {
      since: 60,
      sinceMinutes: 60 * 24 * 30,
    },
  );
  expect(found.from).toEqual(minutesAgo(60));
  expect(found.before.alerts).toBe(1);
});

test('Targets without a record, or without a sign of life in it, are named', async () => {
  const silentOne: PastTrader = { more: () => ({ signs: [] }) };
  const found = await report({ [PAPER]: {}, 'shadow:docker': silentOne }, { stale_after: '5m' });
  expect(found.targetsWithoutSigns).toEqual(['shadow:docker']);
  expect(found.unrecordedRules).toEqual(['order_problem', 'price_feed', 'tuning', 'control']);
});

test('Nothing is rehearsed where nothing is recorded of that time', async () => {
  const past = await rehearsedPast({ [PAPER]: {} }, { since: 60 });
  const typed = [{ name: 'stale_after', value: '5m' }];
  past.clock.set(addMs(REHEARSED_NOW, 86_400_000 * 3));
  const outcome = await rehearsalsOver(past).run({ since: addMs(REHEARSED_NOW, MINUTE), typed, file: null });
  expect(outcome.kind).toBe('nothing');
});

test('Days without a check are in no chart', async () => {
  const found = await report(
    { [PAPER]: {} },
    { stale_after: '5m' },
    {
      since: 60 * 24 * 4,
      sinceMinutes: 60 * 24 * 4,
      unwatched: [[60 * 24 * 3.5, 60 * 20]],
    },
  );
  expect(found.days.map(({ day }) => day)).toEqual(['2026-11-18', '2026-11-21', '2026-11-22']);
});

test('While one is under way no other begins', async () => {
  const rehearsals = rehearsalsOver(await rehearsedPast({ [PAPER]: {} }, { since: 60 }));
  const request = { since: minutesAgo(30), typed: [{ name: 'stale_after', value: '5m' }], file: null };
  const [one, other] = await Promise.all([rehearsals.run(request), rehearsals.run(request)]);
  expect([one.kind, other.kind]).toEqual(['report', 'busy']);
});

test('Checks that were recorded further apart than an outage may last are no outages', async () => {
  const past = await rehearsedPast({ [PAPER]: {} }, { since: 60 });
  const rehearsals = rehearsalsOver(past, { CHECK_INTERVAL: '5', OUTAGE_AFTER: '10' });
  const typed = [{ name: 'stale_after', value: '5m' }];
  const outcome = await rehearsals.run({ since: minutesAgo(50), typed, file: null });
  expect(outcome).toMatchObject({ kind: 'report', report: { rules: [], before: { alerts: 0 } } });
});

test('A target that was found is alerted of once it has written for 5 minutes', async () => {
  const found = await report(
    { 'paper:blue': { silent: [[30, 20]], values: () => ({ tradesTotal: 1 }) } },
    { stale_after: '2m' },
    { since: 50, sinceMinutes: 50 },
  );
  expect(found.moved).toEqual([expect.objectContaining({ byMs: 30_000 })]);
});

test('A heartbeat that is missing for much longer than the former limit is reported by the new one', async () => {
  const beating: PastTrader = {
    more: (minutes) => ({
      signs: [
        { sign: 'portfolio', writtenAt: addMs(minutesAgo(minutes), -1_000) },
        {
          sign: 'heartbeat:trader',
          writtenAt: addMs(minutesAgo(minutes < 60 && minutes > 10 ? 60 : minutes), -1_000),
        },
      ],
    }),
  };
  const found = await report({ [PAPER]: beating }, { stale_after: '20m' });
  expect(found.missed).toEqual([]);
  expect(found.moved.map(({ after, byMs }) => [after.rule, Math.round(byMs / MINUTE)])).toEqual([
    ['no_heartbeat', 19],
  ]);
});

test('A live trader whose flags say that it trades, and that never writes, is reported when that is due', async () => {
  const flagged: PastTrader = {
    more: (minutes) => ({
      signs: [],
      flags: { breakerActive: null, liveEnabled: minutes < 40, liveArmed: null, liveByMetrics: null },
    }),
  };
  const found = await report({ 'live:docker': flagged }, { stale_after: '10m' });
  const down = found.moved.filter(({ after }) => after.rule === 'no_sign_of_life');
  expect(down.map(({ byMs }) => Math.round(byMs / 1_000))).toEqual([510]);
});

test('One that would take too long ends, and lets the next one begin', async () => {
  const past = await rehearsedPast({ [PAPER]: {} }, { since: 60 });
  const request = { since: minutesAgo(30), typed: [{ name: 'stale_after', value: '5m' }], file: null };
  const rehearsals = rehearsalsOver(past, {}, -1);
  expect(await rehearsals.run(request)).toEqual({ kind: 'too_long', limitMs: -1 });
  expect(await rehearsals.run(request)).toEqual({ kind: 'too_long', limitMs: -1 });
});
