import { initialState } from '../../src/alerting';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { AlertState, DigestState } from '../../src/alerting/state/alertState';
import { mergeStates } from '../../src/alerting/state/merge';
import type { DroppedNotification } from '../../src/alerting/undelivered/dropped';
import { at, incident } from '../helpers/notifications';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, trader } from '../helpers/traders';

const OPTIONS = { isLost: true, checkIntervalMs: 15_000 };
const seenAt = (seconds: number, change: Partial<AlertState> = {}): AlertState => ({
  ...initialState(at(0)),
  observedAt: at(seconds),
  ...change,
});

/** What two instances knew of one incident, merged; the stored state observed the traders last unless told. */
const merged = (cached: Partial<Incident>, stored: Partial<Incident>, storedAt = 30): Incident | undefined =>
  mergeStates(
    seenAt(20, { incidents: [incident(cached)] }),
    seenAt(storedAt, { incidents: [incident(stored)] }),
    OPTIONS,
  ).incidents[0];

describe('An incident that two instances knew differently', () => {
  test('is as the one knew it that reported more of it, whichever observed the traders last', () => {
    const acknowledged = { state: 'acknowledged', acknowledgedBy: 'U1', revision: 2 } as const;
    expect(merged(acknowledged, {})).toMatchObject({ acknowledgedBy: 'U1', revision: 2 });
    expect(merged({}, acknowledged, 10)).toMatchObject({ acknowledgedBy: 'U1', revision: 2 });
  });

  test('is as the one knew it that observed the traders last, where both reported as much', () => {
    const [early, late] = [{ nextReminderAt: at(100) }, { nextReminderAt: at(200) }];
    expect(merged(early, late, 30)?.nextReminderAt).toEqual(at(200));
    expect(merged(early, late, 10)?.nextReminderAt).toEqual(at(100));
    expect(merged(early, late, 20)?.nextReminderAt).toEqual(at(100));
  });

  test('has had as many reminders as either sent, and the next one as who sent them has it', () => {
    const reminded = { remindersSent: 2, nextReminderAt: at(900) };
    const before = { remindersSent: 1, nextReminderAt: at(300) };
    expect(merged(reminded, before)).toMatchObject(reminded);
    expect(merged(before, reminded, 10)).toMatchObject(reminded);
  });

  test('is reminded of no more once somebody acknowledged it, however many reminders the other sent', () => {
    const acknowledged = {
      ...({ state: 'acknowledged', revision: 2, remindersSent: 0, nextReminderAt: null } as const),
    };
    const reminded = { remindersSent: 1, nextReminderAt: at(900) };
    expect(merged(acknowledged, reminded)).toMatchObject({ remindersSent: 1, nextReminderAt: null });
  });

  test('keeps the newest posting, the higher severity, and the channel and the evidence that one alone has', () => {
    const evidence = { changes: [] } as unknown as NonNullable<Incident['evidence']>;
    const one = { posting: 3, severity: 'critical', channel: 'C0OPS', evidence, revision: 1 } as const;
    const other = { posting: 1, severity: 'warning', revision: 2 } as const;
    const expected = { posting: 3, severity: 'critical', channel: 'C0OPS', evidence, revision: 2 };
    expect(merged(one, other)).toMatchObject(expected);
    expect(merged(other, one)).toMatchObject(expected);
  });

  test('gets no channel and no evidence where neither has any', () => {
    const both = merged({ revision: 1 }, { revision: 2 });
    expect(both).not.toHaveProperty('channel');
    expect(both).not.toHaveProperty('evidence');
  });
});

describe('A death that two instances opened under ids of their own', () => {
  const death = (id: string, from: number, to: number | null = null): Incident => {
    const recoveredAt = to === null ? null : at(to);
    const over = to === null ? {} : ({ state: 'recovered', closedAt: at(to) } as const);
    const targets = incident().targets.map((each) => ({ ...each, startedAt: at(from), recoveredAt }));
    return incident({ id: `no_sign_of_life:paper:docker:${id}`, targets, ...over });
  };
  const idsOf = (cached: readonly Incident[], stored: readonly Incident[]) =>
    mergeStates(seenAt(20, { incidents: cached }), seenAt(30, { incidents: stored }), OPTIONS).incidents.map(
      ({ id }) => id.split(':').at(-1),
    );

  test('is one incident, as it is stored', () => {
    expect(idsOf([death('1', 0)], [death('2', 5)])).toEqual(['2']);
  });

  test('is the one that somebody acknowledged, where that is not the stored one', () => {
    const acknowledged = { ...death('1', 0), state: 'acknowledged', acknowledgedBy: 'U1' } as const;
    expect(idsOf([acknowledged], [death('2', 5)])).toEqual(['1']);
  });

  test('leaves the other incidents as they are', () => {
    const other = incident({ id: 'stale_portfolio:paper:docker:9', rule: 'stale_portfolio' });
    expect(idsOf([death('1', 0), other], [death('2', 5), other]).sort()).toEqual(['2', '9']);
  });

  test('of which one instance took for a flap what the other opened anew is over, and the new one lasts', () => {
    const flapping = { ...death('1', 1000), revision: 3 };
    const over = { ...death('1', 0, 400), revision: 2 };
    const { incidents } = mergeStates(
      seenAt(1020, { incidents: [flapping] }),
      seenAt(1030, { incidents: [over, death('2', 1010)] }),
      OPTIONS,
    );
    expect(incidents.map(({ id, state }) => [id.split(':').at(-1), state])).toEqual([
      ['1', 'recovered'],
      ['2', 'open'],
    ]);
  });
});

test('An incident that only one of the two knows is kept, whichever that is', () => {
  const one = incident({ id: 'stale_portfolio:paper:docker:1', rule: 'stale_portfolio' });
  const ids = (cached: readonly Incident[], stored: readonly Incident[]) =>
    mergeStates(seenAt(20, { incidents: cached }), seenAt(30, { incidents: stored }), OPTIONS).incidents.map(
      ({ id }) => id,
    );
  expect(ids([one], [])).toEqual([one.id]);
  expect(ids([], [one])).toEqual([one.id]);
});

describe('What a rule remembers of a target', () => {
  const known = runScenario({ traders: [trader('paper:docker', [ALWAYS])], until: 60 }).known;
  const remembering = (memory: string, seconds: number, incidents: readonly Incident[]): AlertState => ({
    ...known,
    observedAt: at(seconds),
    incidents,
    targets: known.targets.map((each) => ({
      ...each,
      rules: { no_sign_of_life: memory, balance_drop: memory },
    })),
  });
  const rulesAfter = (older: readonly Incident[], newer: readonly Incident[]) =>
    mergeStates(remembering('older', 60, older), remembering('newer', 90, newer), {
      ...OPTIONS,
      isLost: false,
    }).targets[0]?.rules;
  const open = incident();

  test('is from the later observation', () => {
    expect(rulesAfter([], [])).toEqual({ no_sign_of_life: 'newer', balance_drop: 'newer' });
    expect(rulesAfter([open], [open])).toEqual({ no_sign_of_life: 'newer', balance_drop: 'newer' });
  });

  test.each([
    ['opened an alert that the later one does not know', [open], []],
    ['reported more of an alert', [{ ...open, revision: 3 }], [{ ...open, revision: 2 }]],
  ])('is from the earlier one, of that rule alone, where that %s', (_, older, newer) => {
    expect(rulesAfter(older, newer)).toEqual({ no_sign_of_life: 'older', balance_drop: 'newer' });
  });

  test.each([
    ['an alert of it is over, and was forgotten for its age', [{ ...open, closedAt: at(10) }]],
    [
      'the alert is about another target',
      [{ ...open, targets: open.targets.map((each) => ({ ...each, target: 'live:docker' })) }],
    ],
  ])('is from the later observation, where %s', (_, older) => {
    expect(rulesAfter(older, [])).toEqual({ no_sign_of_life: 'newer', balance_drop: 'newer' });
  });
});

test('Of each digest the later due time is kept, so that none is sent twice', () => {
  const digest = (name: string, seconds: number): DigestState => ({
    ...{ name, schedule: '0 8 * * *', slot: at(seconds) },
    baseline: { at: at(seconds), targets: [], sessions: [], hints: [] },
  });
  const one = seenAt(20, { digests: [digest('daily', 10), digest('weekly', 40)] });
  const other = seenAt(30, { digests: [digest('daily', 30), digest('weekly', 20)] });
  for (const { digests } of [mergeStates(one, other, OPTIONS), mergeStates(other, one, OPTIONS)])
    expect(Object.fromEntries(digests.map(({ name, slot }) => [name, slot]))).toEqual({
      daily: at(30),
      weekly: at(40),
    });
});

test('What either gave up is remembered, the newest first', () => {
  const dropped = (id: string, seconds: number): DroppedNotification => ({
    ...{ id, kind: 'event', rule: null, target: null, channel: null, detectedAt: null },
    ...{ droppedAt: at(seconds), failure: null, by: null, isCritical: false },
  });
  const idsAfter = (cached: Partial<AlertState>, stored: Partial<AlertState>) =>
    mergeStates(seenAt(20, cached), seenAt(30, stored), OPTIONS).dropped?.map(({ id }) => id);
  const [one, other] = [{ dropped: [dropped('a', 5)] }, { dropped: [dropped('b', 6)] }];
  expect(idsAfter(one, other)).toEqual(['b', 'a']);
  expect(idsAfter(one, {})).toEqual(['a']);
  expect(idsAfter({}, other)).toEqual(['b']);
  expect(idsAfter({}, {})).toBeUndefined();
});
