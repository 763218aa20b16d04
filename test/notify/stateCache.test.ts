import { initialState } from '../../src/alerting';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { StateUnavailableError } from '../../src/redis/errors';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { settableClock } from '../helpers/clock';
import { NOTHING_OBSERVED } from '../helpers/incidents';
import { type KeptLog, keptLog } from '../helpers/log';
import { LossyAlertStore } from '../helpers/lossyAlertStore';
import { at, blind, event, incident, incidentDelivery, START } from '../helpers/notifications';
import {
  cachedIncidentIds,
  checkAt,
  committing,
  evaluationResult,
  incidentNumber,
  stateCacheOf,
} from '../helpers/stateCaches';

const clock = settableClock(START);
let alertStore: LossyAlertStore;
let log: KeptLog;

beforeEach(() => {
  alertStore = new LossyAlertStore(new MemoryStore(clock), clock);
  log = keptLog();
});

const copy = (of: AlertStore = alertStore) => stateCacheOf(of, log.log);

test('State that Redis lost is restored from memory and stored with the next decision', async () => {
  const memory = copy();
  await checkAt(memory, 0, [incidentNumber(1)]);
  await alertStore.comesBack();
  expect(await cachedIncidentIds(memory)).toEqual([incidentNumber(1).id]);
  await checkAt(memory, 15);
  expect(await cachedIncidentIds(copy())).toEqual([incidentNumber(1).id]);
  expect(log.text()).toContain('state restored from memory (Redis data loss)');
});

test('Lost state is restored when Redis falls back twice, the second time to data with as many changes as were made meanwhile', async () => {
  const memory = copy();
  await checkAt(memory, 0);
  const early = alertStore.moment;
  await checkAt(memory, 15);
  await checkAt(memory, 30);
  const late = alertStore.remembered();
  await alertStore.comesBack(early);
  await checkAt(memory, 45, [incidentNumber(1)]);
  await alertStore.comesBackAs(late);
  await checkAt(memory, 60);
  expect(await cachedIncidentIds(copy())).toEqual([incidentNumber(1).id]);
});

test('Lost state is restored when Redis lost everything and comes back as it was long before with more changes than were made since', async () => {
  const before = copy();
  for (let n = 0; n < 200; n++) await checkAt(before, n);
  const early = alertStore.remembered();
  await alertStore.comesBack();
  const memory = copy();
  await checkAt(memory, 1_000, [incidentNumber(1)]);
  await alertStore.comesBackAs(early);
  await checkAt(memory, 1_015);
  expect(await cachedIncidentIds(copy())).toEqual([incidentNumber(1).id]);
});

test('The last change of one instance survives when another that had not seen it restores first', async () => {
  const [slow, fast] = [copy(), copy()];
  await checkAt(slow, 0);
  await checkAt(fast, 1, [incidentNumber(1)]);
  await alertStore.comesBack();
  await checkAt(slow, 15, [incidentNumber(2)]);
  await checkAt(slow, 30);
  expect(await cachedIncidentIds(fast)).toEqual([incidentNumber(1).id, incidentNumber(2).id]);
});

test('A message that another instance decided since the loss is looked up before it is sent', async () => {
  const [one, other] = [copy(), copy()];
  await checkAt(one, 0);
  await checkAt(other, 1);
  await checkAt(one, 15);
  await alertStore.comesBack(1);
  const recalled = await other.load();
  const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(30) };
  await other.commit(
    evaluationResult(known, { notifications: [event('event:2', { detectedAt: at(30) })] }),
    recalled,
  );
  await checkAt(one, 45);
  const waiting = await alertStore.pending();
  expect(waiting.map(({ id, text }) => [id, JSON.parse(text).verifyBeforeSend])).toEqual([['event:2', true]]);
});

test('An incident that one instance knows to be over is not reopened by another that knew less, nor is its message', async () => {
  const over = { ...incidentNumber(1), state: 'recovered', closedAt: at(15), revision: 2 } as const;
  const [slow, fast] = [copy(), copy()];
  await checkAt(slow, 0, [incidentNumber(1)]);
  const recalled = await fast.load();
  const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(1), incidents: [over] };
  await fast.commit(
    evaluationResult(known, { notifications: [incidentDelivery(over, { id: over.id })] }),
    recalled,
  );
  await alertStore.comesBack(1);
  const late = await slow.load();
  const opened = incidentDelivery(incidentNumber(1), { id: incidentNumber(1).id });
  await slow.commit(evaluationResult(late.known ?? known, { notifications: [opened] }), late);
  await checkAt(fast, 30);
  const [waits] = await alertStore.pending();
  expect((await copy().load()).known?.incidents).toMatchObject([{ state: 'recovered', revision: 2 }]);
  expect(JSON.parse(waits?.text ?? '')).toMatchObject({ incident: { state: 'recovered', revision: 2 } });
});

const died = (ms: number) => {
  const since = new Date(START.getTime() + ms);
  const targets = incident().targets.map((each) => ({ ...each, since }));
  return { ...incident({ id: `no_sign_of_life:paper:docker:${since.getTime()}` }), targets };
};
const unseenFrom = (seconds: number) =>
  blind({
    id: `monitoring_outage:${seconds}`,
    openedAt: at(seconds),
    closedAt: at(90 + seconds),
    state: 'recovered',
  });

test.each([
  ['death that two copies read some ms apart', died(1), died(2)],
  ['outage that two copies know from different last sights', unseenFrom(0), unseenFrom(14)],
])('One %s, neither knowing what the other stored, is one incident', async (_, theirs, own) => {
  let isAnswered = true;
  const silent = committing(alertStore, async (change) => {
    if (!isAnswered) throw new StateUnavailableError('slow', clock.now());
    return alertStore.commit(change);
  });
  const [cutOff, other] = [copy(silent), copy()];
  await checkAt(cutOff, 0);
  isAnswered = false;
  const recalled = await cutOff.load();
  const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(15), incidents: [own] };
  const opened = incidentDelivery(own, { id: own.id });
  await expect(
    cutOff.commit(evaluationResult(known, { notifications: [opened] }), recalled),
  ).rejects.toThrow();
  isAnswered = true;
  await checkAt(other, 15, [theirs]);
  await checkAt(cutOff, 30);
  expect(await cachedIncidentIds(copy())).toEqual([theirs.id]);
  expect(await alertStore.pending()).toEqual([]);
});

test('Traders stay monitored if an instance that started anew saw them sooner than this one', async () => {
  const memory = new StateCache({ alertStore, log: log.log, checkIntervalMs: () => 15_000 });
  await checkAt(memory, 0);
  await alertStore.comesBack();
  const fresh = copy();
  const recalled = await fresh.load();
  await fresh.commit(evaluationResult(initialState(at(10))), recalled);
  expect((await memory.load()).known).toMatchObject({ continuousSince: at(0), observedAt: at(10) });
});

test.each([
  ['knows that it was running', true],
  ['could not look at it', false],
])(
  'A session that one copy knows to have finished has finished, though another saw the traders later, and %s',
  async (_, knowsIt) => {
    const session = {
      sessionId: 's1',
      env: 'docker',
      mode: 'paper',
      completed: 10,
      runs: 1,
      written: 10,
      lastUpdate: null,
      progressedAt: null,
      finished: true,
      stalled: false,
    } as const;
    const [fast, slow] = [copy(), copy()];
    await checkAt(slow, 0);
    const recalled = await fast.load();
    const known = recalled.known ?? initialState(at(0));
    await fast.commit(evaluationResult({ ...known, observedAt: at(1), sessions: [session] }), recalled);
    await alertStore.comesBack(1);
    const late = await slow.load();
    const running = { ...session, completed: 9, finished: false };
    const sessions = knowsIt ? [running] : [];
    await slow.commit(evaluationResult({ ...(late.known ?? known), observedAt: at(15), sessions }), late);
    expect((await fast.load()).known?.sessions).toEqual([session]);
  },
);

test('A reminder that another instance decided is remembered, though the incident did not change', async () => {
  const [slow, fast] = [copy(), copy()];
  await checkAt(slow, 0, [incidentNumber(1)]);
  await checkAt(fast, 1);
  await alertStore.comesBack(1);
  const recalled = await slow.load();
  const known = {
    ...(recalled.known ?? initialState(at(0))),
    observedAt: at(15),
    incidents: [{ ...incidentNumber(1), remindersSent: 1 }],
  };
  await slow.commit(evaluationResult(known), recalled);
  await checkAt(fast, 16);
  expect((await copy().load()).known?.incidents).toMatchObject([{ remindersSent: 1 }]);
});

test('An instance remembers no more than the change history holds, however long another continued', async () => {
  const [paused, other] = [copy(), copy()];
  await checkAt(paused, 0);
  for (let n = 1; n <= 200; n++) await checkAt(other, n);
  expect((await paused.load()).known?.observedAt).toEqual(at(200));
  expect(log.text()).not.toContain('lost');
});

const written = (writtenAt: Date) =>
  ({
    kind: 'portfolio',
    component: 'portfolio',
    text: writtenAt.toISOString(),
    at: writtenAt,
    ttlMs: 300_000,
    readAt: writtenAt,
    sameSince: writtenAt,
    observedAt: writtenAt,
    writtenAt,
    fullTtl: null,
    clockSkewMs: 0,
  }) as const;

describe('A sign of life that one instance has observed', () => {
  const beaten = (seconds: number) => {
    const rules = { no_sign_of_life: { state: 'fresh' }, live_trading: { armed: null } };
    const signs = { records: { portfolio: written(at(seconds)) }, heartbeatReleasedAt: null };
    return [{ ...NOTHING_OBSERVED, target: 'paper:docker', rules, reasons: {}, signs }] as const;
  };
  const first = { ...initialState(at(0)), targets: beaten(-10) };
  const [watchingOn, anew] = [START, at(14)];

  test.each([
    ['who watched on without it, and met none', watchingOn, beaten(-10)],
    ['who began to watch anew, and met none', anew, beaten(-10)],
    ['who began to watch anew, and met an older one', anew, beaten(4)],
  ])('is known to one %s', async (_, continuousSince, targets) => {
    const [fast, slow] = [copy(), copy()];
    await slow.commit(evaluationResult(first), await slow.load());
    await fast.commit(
      evaluationResult({ ...first, observedAt: at(6), targets: beaten(5) }),
      await fast.load(),
    );
    await alertStore.comesBack(1);
    await slow.commit(
      evaluationResult({ ...first, observedAt: at(15), continuousSince: continuousSince, targets }),
      await slow.load(),
    );
    expect((await fast.load()).known?.targets).toEqual(beaten(5));
  });

  test('since it began to watch anew is known to one who remembers more', async () => {
    const [fast, slow] = [copy(), copy()];
    await slow.commit(evaluationResult(first), await slow.load());
    await fast.commit(evaluationResult({ ...first, observedAt: at(6) }), await fast.load());
    await alertStore.comesBack(1);
    const known = { ...first, observedAt: at(15), continuousSince: anew, targets: beaten(14) };
    await slow.commit(evaluationResult(known), await slow.load());
    expect((await fast.load()).known?.targets).toEqual(beaten(14));
  });

  test('ends for all that no heartbeat is expected, where Redis still has that somebody said so', async () => {
    const known = (heartbeatAt: Date, heartbeatReleasedAt: Date | null) => {
      const record = { ...written(heartbeatAt), kind: 'heartbeat', component: 'trader' } as const;
      const signs = { records: { 'heartbeat:trader': record }, heartbeatReleasedAt };
      const targets = [{ ...NOTHING_OBSERVED, target: 'paper:docker', rules: {}, reasons: {}, signs }];
      return { ...initialState(at(0)), targets };
    };
    const memory = copy();
    await memory.commit(evaluationResult(known(at(-100), at(-5))), await memory.load());
    await memory.commit(evaluationResult({ ...known(at(5), null), observedAt: at(6) }), await memory.load());
    await alertStore.comesBack(1);
    expect((await memory.load()).known?.targets[0]?.signs.heartbeatReleasedAt).toBeNull();
  });
});
