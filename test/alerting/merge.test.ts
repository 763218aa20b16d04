import type { AlertState, SessionState, TargetRecord } from '../../src/alerting/state/alertState';
import { isReinitialized, mergeStates } from '../../src/alerting/state/merge';
import { dyingTrader } from '../helpers/dyingTrader';
import { actionOn, runScenario } from '../helpers/scenario';
import { ALWAYS, second, trader } from '../helpers/traders';

const LOST = { isLost: true, checkIntervalMs: 15_000 };
const IN_DOUBT = { ...LOST, isLost: false };

const TRADERS = [trader('paper:docker', [ALWAYS]), trader('live:docker', [ALWAYS])];
const seenUntil = (until: number, from = 0): AlertState =>
  runScenario({ traders: TRADERS, from, until }).known;

/** The state with something changed in one target. */
const withTarget = (known: AlertState, target: string, change: Partial<TargetRecord>): AlertState => ({
  ...known,
  targets: known.targets.map((each) => (each.target === target ? { ...each, ...change } : each)),
});
const targetIn = ({ targets }: AlertState, name = 'paper:docker') =>
  targets.find(({ target }) => target === name);

describe('A mute that Redis lost', () => {
  const acts = [[240, actionOn({ kind: 'mute', userId: 'U0OPERATOR' })]] as const;
  const muted = runScenario({ traders: [dyingTrader], until: 270, acts }).known;
  /** Another instance goes on from what Redis fell back to, before somebody muted the target. */
  const before = runScenario({ traders: [dyingTrader], until: 225 }).known;
  const goneOn = runScenario({ traders: [dyingTrader], known: before, from: 240, until: 300 }).known;

  test('is kept though another instance has observed the target since, without knowing of it', () => {
    expect(targetIn(goneOn)).toMatchObject({ muted: false });
    for (const merged of [mergeStates(muted, goneOn, LOST), mergeStates(muted, before, LOST)])
      expect(targetIn(merged)).toMatchObject({ muted: true });
  });

  test('still keeps the target silent after that', () => {
    const known = mergeStates(muted, goneOn, LOST);
    expect(runScenario({ traders: [dyingTrader], known, from: 315, until: 600 }).lines).toEqual([]);
  });

  test('is kept though it is the newer of two, and the older one was ended', () => {
    const ended = withTarget(goneOn, 'paper:docker', { muted: false, mutedAt: second(100) });
    expect(targetIn(mergeStates(muted, ended, LOST))).toMatchObject({ muted: true });
  });

  test('is kept though an earlier version of the bot, which did not note when, muted or unmuted the target', () => {
    const { mutedAt: _, ...unnoted } = targetIn(muted) ?? {};
    const ofEarlier = { ...muted, targets: [unnoted as TargetRecord] };
    const ended = withTarget(goneOn, 'paper:docker', { muted: false, mutedAt: second(290) });
    for (const merged of [
      mergeStates(ofEarlier, goneOn, LOST),
      mergeStates(ofEarlier, ended, LOST),
      mergeStates(muted, goneOn, LOST),
    ])
      expect(targetIn(merged)).toMatchObject({ muted: true });
  });

  test('is kept where the later state has muted the target, too', () => {
    const again = withTarget(goneOn, 'paper:docker', { muted: true, mutedAt: second(295) });
    expect(targetIn(mergeStates(muted, again, LOST))).toMatchObject({ muted: true, mutedAt: second(295) });
  });

  test('is not made up for another target', () => {
    const both = withTarget(seenUntil(60), 'live:docker', { muted: true, mutedAt: second(50) });
    const merged = mergeStates(both, seenUntil(90), IN_DOUBT);
    expect(merged.targets.map(({ target, muted }) => [target, muted]).sort()).toEqual([
      ['live:docker', true],
      ['paper:docker', false],
    ]);
  });
});

describe('Of two states of which neither was begun anew,', () => {
  const [older, newer] = [seenUntil(60), seenUntil(120)];
  const merge = (one: AlertState, other: AlertState) => [
    mergeStates(one, other, IN_DOUBT),
    mergeStates(other, one, IN_DOUBT),
  ];

  test('the one that observed the traders later tells when and since when they were observed', () => {
    const gap = { ...newer, continuousSince: second(75) };
    for (const { observedAt, continuousSince } of merge(older, gap))
      expect([observedAt, continuousSince]).toEqual([second(120), second(75)]);
  });

  test('an observation of some targets alone makes a state the newer one', () => {
    const partly = { ...older, partialAt: second(130), continuousSince: second(30) };
    for (const merged of merge(partly, newer))
      expect(merged).toMatchObject({ partialAt: second(130), continuousSince: second(30) });
  });

  test('a target that only one of them knows is kept', () => {
    const alone = { ...newer, targets: newer.targets.slice(0, 1) };
    for (const { targets } of merge(older, alone))
      expect(targets.map(({ target }) => target).sort()).toEqual(['live:docker', 'paper:docker']);
  });

  test('a target that was found stays found, since it was found first, and is not on probation again', () => {
    const probation = { mark: 'x', since: second(100), wroteAt: second(110) };
    const found = withTarget(older, 'paper:docker', { firstSeenAt: second(1), probation: null });
    const again = withTarget(newer, 'paper:docker', { firstSeenAt: second(100), probation });
    for (const merged of merge(found, again))
      expect(targetIn(merged)).toMatchObject({ firstSeenAt: second(1), probation: null });
  });

  test('a target of which only the later state has seen a key is on probation still', () => {
    const probation = { mark: 'x', since: second(100), wroteAt: second(110) };
    const unseen = withTarget(older, 'paper:docker', { firstSeenAt: null, probation: null });
    const found = withTarget(newer, 'paper:docker', { firstSeenAt: second(100), probation });
    for (const merged of merge(unseen, found))
      expect(targetIn(merged)).toMatchObject({ firstSeenAt: second(100), probation });
  });

  test('a target that was on probation in both, and wrote, is on probation as the later one has it', () => {
    const probation = (since: number) => ({ mark: 'x', since: second(since), wroteAt: second(since) });
    const found = withTarget(older, 'paper:docker', { firstSeenAt: second(1), probation: probation(10) });
    const again = withTarget(newer, 'paper:docker', { firstSeenAt: second(1), probation: probation(20) });
    for (const merged of merge(found, again))
      expect(targetIn(merged)).toMatchObject({ probation: probation(20) });
  });

  test('a target that only the later state knows is there, as it is', () => {
    const alone = { ...older, targets: older.targets.slice(0, 1) };
    for (const { targets } of merge(alone, newer)) expect(targets).toHaveLength(2);
  });

  test('a real order counts whichever state knows of it, and the newer of two', () => {
    const ordered = (known: AlertState, at: Date | null) =>
      withTarget(known, 'live:docker', { lastRealOrderAt: at });
    for (const [one, other] of [
      [ordered(older, second(50)), ordered(newer, null)],
      [ordered(older, second(50)), ordered(newer, second(40))],
      [ordered(older, null), ordered(newer, second(50))],
    ] as const)
      for (const merged of merge(one, other))
        expect(targetIn(merged, 'live:docker')?.lastRealOrderAt).toEqual(second(50));
  });

  test('a run whose control state was seen later is the one that is kept', () => {
    const control = (mode: 'PANIC' | 'RUNNING', at: number) => ({
      ...{ env: 'docker', runId: 'r1', mode, updatedAt: null },
      ...{ seenAt: second(at), expiresAt: null, gone: false },
    });
    const panics = { ...older, controls: [control('PANIC', 100)] };
    const normal = { ...newer, controls: [control('RUNNING', 90)] };
    for (const { controls } of merge(panics, normal)) expect(controls).toMatchObject([{ mode: 'PANIC' }]);
  });

  test('the last reminder of what is muted, the warning of an eviction and who is on call are kept', () => {
    const duty = { swap: { userId: 'U1', until: second(900) }, at: second(20), by: 'U2' };
    const told = { ...older, mutesRemindedAt: second(5), evictionWarned: second(6), duty };
    for (const merged of merge(told, newer)) {
      expect(merged.mutesRemindedAt).toEqual(second(5));
      expect(merged.evictionWarned).toEqual(second(6));
      expect(merged.duty).toEqual(duty);
    }
    for (const merged of merge({ ...newer, mutesRemindedAt: second(9) }, told))
      expect(merged.mutesRemindedAt).toEqual(second(9));
  });
});

describe('A tuning session of which two states differ', () => {
  const session = (change: Partial<SessionState>): AlertState => ({
    ...seenUntil(60),
    sessions: [
      {
        ...{
          env: 'docker',
          session: 'd28',
          mode: 'paper',
          completed: 4,
          runs: 1,
          written: 4,
          lastUpdate: null,
        },
        ...{ progressedAt: null, finished: false, stalled: false },
        ...change,
      } as unknown as SessionState,
    ],
  });
  const mergedOf = (older: AlertState, newer: AlertState) =>
    mergeStates(older, { ...newer, observedAt: second(120) }, IN_DOUBT).sessions;

  test.each([
    ['more iterations in the older', { completed: 9 }, { completed: 4 }, { completed: 9 }],
    ['more iterations in the newer', { completed: 4 }, { completed: 9 }, { completed: 9 }],
    ['an end in the older', { finished: true }, { finished: false }, { finished: true }],
    ['an end in the newer', { finished: false }, { finished: true }, { finished: true }],
    [
      'an end with fewer iterations',
      { completed: 3, finished: true },
      { completed: 4 },
      { completed: 4, finished: false },
    ],
    ['nothing but how it moves', { stalled: true }, { stalled: false }, { stalled: false }],
  ])('with %s is as far as either knows', (_, older, newer, expected) => {
    expect(mergedOf(session(older), session(newer))).toMatchObject([expected]);
  });

  test('is known though the newer state has not looked', () => {
    expect(mergedOf(session({}), { ...seenUntil(60), sessions: null })).toMatchObject([{ completed: 4 }]);
    expect(mergedOf({ ...seenUntil(60), sessions: null }, session({}))).toMatchObject([{ completed: 4 }]);
  });
});

describe('A state that was begun anew after a loss', () => {
  const cached = seenUntil(60);
  const anew = seenUntil(90, 75);

  test('without a gap between them leaves the watch unbroken', () => {
    expect(mergeStates(cached, anew, LOST).continuousSince).toEqual(cached.continuousSince);
  });

  test('after a time in which nobody observed begins the watch anew', () => {
    const late = seenUntil(240, 225);
    expect(mergeStates(cached, late, LOST).continuousSince).toEqual(late.continuousSince);
  });

  test('knows nothing of a data loss, of sessions or of targets that the cached one does not know better', () => {
    const known = { ...cached, dataLossAt: second(30) };
    const merged = mergeStates(known, { ...anew, targets: anew.targets.slice(0, 1), sessions: [] }, LOST);
    expect(merged).toMatchObject({ dataLossAt: second(30), sessions: known.sessions });
    expect(merged.targets).toHaveLength(2);
  });

  test('tells the newest sign of life of each target all the same', () => {
    const wroteAt = (known: AlertState) => JSON.stringify(targetIn(known)?.signs);
    expect(wroteAt(mergeStates(cached, anew, LOST))).toBe(
      wroteAt(mergeStates(cached, anew, { ...LOST, isLost: false })),
    );
  });
});

test('A store that is empty was not begun anew', () => {
  expect(isReinitialized(null, seenUntil(60))).toBe(false);
});
