import { initialState } from '../../src/alerting';
import type { StateCache } from '../../src/notify/recovery/stateCache';
import { StateUnavailableError } from '../../src/redis/errors';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { LossyAlertStore } from '../helpers/lossyAlertStore';
import {
  at,
  incidentDelivery as deliveryOf,
  finished,
  note as flapNote,
  START,
} from '../helpers/notifications';
import {
  cachedIncidentIds,
  checkAt,
  committing,
  deadSince,
  evaluationResult,
  incidentNumber,
  stateCacheOf,
  unresponsive,
} from '../helpers/stateCaches';

const clock = settableClock(START);
let alertStore: LossyAlertStore;

beforeEach(() => {
  alertStore = new LossyAlertStore(new MemoryStore(clock), clock);
});

const copy = (of: AlertStore = alertStore) => stateCacheOf(of, keptLog().log);

/** A copy that has seen the traders once, and whose next decision came to this error. */
async function copyWhose(
  decision: (memory: StateCache) => Promise<void>,
  error = new StateUnavailableError('slow', clock.now()),
): Promise<StateCache> {
  let fails = false;
  const memory = copy(
    committing(alertStore, (change) => (fails ? Promise.reject(error) : alertStore.commit(change))),
  );
  await checkAt(memory, 0);
  fails = true;
  await expect(decision(memory)).rejects.toThrow(StateUnavailableError);
  fails = false;
  return memory;
}

test('What was stored without an answer, and lost by Redis then, is stored anew', async () => {
  const { alertStore: unanswered, silent } = unresponsive(alertStore, clock);
  const memory = copy(unanswered);
  await checkAt(memory, 0);
  const early = alertStore.moment;
  silent.isSilent = true;
  await expect(checkAt(memory, 15, [incidentNumber(1)])).rejects.toThrow(StateUnavailableError);
  silent.isSilent = false;
  await alertStore.comesBack(early);
  await checkAt(memory, 30);
  expect(await cachedIncidentIds(copy())).toEqual([incidentNumber(1).id]);
});

test('What another copy stored is remembered, too, by one that does not know whether its own last decision was', async () => {
  const memory = await copyWhose((own) => checkAt(own, 15, [incidentNumber(1)]));
  await checkAt(copy(), 16, [incidentNumber(2)]);
  const message = {
    incidentId: incidentNumber(2).id,
    text: JSON.stringify({ channel: 'C0ALERTS', ts: '1.2', revision: 1 }),
  };
  const { version = 0 } = (await alertStore.load()) ?? {};
  await alertStore.commit({
    from: version,
    records: new Map(),
    enqueue: [],
    cancel: [],
    audit: [],
    messages: [message],
  });
  await memory.load();
  await alertStore.comesBack();
  await checkAt(memory, 30);
  expect([(await cachedIncidentIds(copy()))?.sort(), [...(await alertStore.messageRefs()).keys()]]).toEqual([
    [incidentNumber(1).id, incidentNumber(2).id],
    [incidentNumber(2).id],
  ]);
});

test('What Redis refused was not stored, and is not stored anew', async () => {
  const refused = new StateUnavailableError('refused', clock.now(), { isReply: true });
  const memory = await copyWhose((own) => checkAt(own, 15, [incidentNumber(1)]), refused);
  await checkAt(copy(), 20, [incidentNumber(2)]);
  await checkAt(memory, 30);
  expect(await cachedIncidentIds(copy())).toEqual([incidentNumber(2).id]);
});

test('What somebody did and heard that it could not be stored is not done later', async () => {
  const failing = committing(alertStore, async () => {
    throw new StateUnavailableError('slow', clock.now());
  });
  await checkAt(copy(), 0);
  const memory = copy(failing);
  const recalled = await memory.load();
  const known = { ...(recalled.known ?? initialState(at(0))), incidents: [incidentNumber(1)] };
  await expect(memory.commit(evaluationResult(known), recalled, { isForgotten: true })).rejects.toThrow();
  expect(await cachedIncidentIds(memory)).toEqual([]);
});

test('An event is told once that another copy, with another clock, has decided since from what was stored meanwhile', async () => {
  const tells = async (memory: StateCache, ...[after, until]: Parameters<typeof finished>) => {
    const recalled = await memory.load();
    const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(until) };
    await memory.commit(evaluationResult(known, { notifications: [finished(after, until)] }), recalled);
  };
  const memory = await copyWhose((own) => tells(own, 0, 1200));
  await checkAt(copy(), 1205);
  await tells(copy(), 1205, 2405);
  await checkAt(memory, 2400);
  expect((await alertStore.pending()).map(({ id }) => id)).toEqual([finished(1205, 2405).id]);
});

test('A death is told once that another copy, with another clock, opened since', async () => {
  const memory = await copyWhose((own) => checkAt(own, 115, [deadSince(9)]));
  await checkAt(copy(), 120, [deadSince(20)]);
  await checkAt(memory, 130);
  expect(await cachedIncidentIds(copy())).toEqual([deadSince(20).id]);
});

test('A death is told once that this copy took for a flap, and another, a check later, for a new one', async () => {
  const again = { ...deadSince(1000, 1), state: 'open', revision: 3 } as const;
  const over = { ...deadSince(0, 1), state: 'recovered', closedAt: at(400), revision: 2 } as const;
  const note = flapNote('1/changed/3', { incidentId: over.id });
  await checkAt(copy(), 0, [over]);
  const memory = await copyWhose(async (own) => {
    const recalled = await own.load();
    const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(1090), incidents: [again] };
    const deliveries = [deliveryOf(again, { detectedAt: at(1090) }), note];
    await own.commit(evaluationResult(known, { notifications: deliveries }), recalled);
  });
  await checkAt(copy(), 1110, [deadSince(1020)]);
  await checkAt(memory, 1120);
  const { known } = await copy().load();
  expect([
    known?.incidents.map(({ id, revision }) => [id, revision]),
    (await alertStore.pending()).map(({ id }) => id),
  ]).toEqual([
    [
      [over.id, 2],
      [deadSince(1020).id, 1],
    ],
    [],
  ]);
});
