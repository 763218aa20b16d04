import { initialState } from '../../../src/alerting';
import type { StateCache } from '../../../src/notify/recovery/stateCache';
import { StateUnavailableError } from '../../../src/redis/errors';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import type { AlertStore } from '../../../src/storage/alertStore';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';
import { LossyAlertStore } from '../../jobs/lossyAlertStore';
import { at, incidentDelivery as deliveryOf, finished, note as flapNote, START } from '../notifications';
import {
  committing,
  decided,
  knownIds,
  memoryOf,
  sees,
  silentSince,
  stored,
  unanswering,
} from './stateCaches';

const clock = settableClock(START);
let alertStore: LossyAlertStore;

beforeEach(() => {
  alertStore = new LossyAlertStore(new MemoryStore(clock), clock);
});

const copy = (of: AlertStore = alertStore) => memoryOf(of, keptLog().log);

/** A copy that has seen the traders once, and whose next decision came to this error. */
async function copyWhose(
  decision: (memory: StateCache) => Promise<void>,
  error = new StateUnavailableError('slow', clock.now()),
): Promise<StateCache> {
  let fails = false;
  const memory = copy(
    committing(alertStore, (change) => (fails ? Promise.reject(error) : alertStore.commit(change))),
  );
  await sees(memory, 0);
  fails = true;
  await expect(decision(memory)).rejects.toThrow(StateUnavailableError);
  fails = false;
  return memory;
}

test('What was stored without an answer, and lost by Redis then, is restored', async () => {
  const { alertStore: unanswered, silent } = unanswering(alertStore, clock);
  const memory = copy(unanswered);
  await sees(memory, 0);
  const early = alertStore.moment;
  silent.isSilent = true;
  await expect(sees(memory, 15, [stored(1)])).rejects.toThrow(StateUnavailableError);
  silent.isSilent = false;
  await alertStore.comesBack(early);
  await sees(memory, 30);
  expect(await knownIds(copy())).toEqual([stored(1).id]);
});

test('What another instance stored is remembered, too, by one that does not know whether its own last decision was', async () => {
  const memory = await copyWhose((own) => sees(own, 15, [stored(1)]));
  await sees(copy(), 16, [stored(2)]);
  const message = {
    incidentId: stored(2).id,
    text: JSON.stringify({ channel: 'C0ALERTS', ts: '1.2', revision: 1 }),
  };
  const { version = 0, known = '' } = (await alertStore.load()) ?? {};
  await alertStore.commit({ from: version, known, enqueue: [], cancel: [], audit: [], messages: [message] });
  await memory.load();
  await alertStore.comesBack();
  await sees(memory, 30);
  expect([(await knownIds(copy()))?.sort(), [...(await alertStore.messageRefs()).keys()]]).toEqual([
    [stored(1).id, stored(2).id],
    [stored(2).id],
  ]);
});

test('What Redis refused was not stored, and is not restored', async () => {
  const refused = new StateUnavailableError('refused', clock.now(), { isReply: true });
  const memory = await copyWhose((own) => sees(own, 15, [stored(1)]), refused);
  await sees(copy(), 20, [stored(2)]);
  await sees(memory, 30);
  expect(await knownIds(copy())).toEqual([stored(2).id]);
});

test('What somebody did and heard that it could not be stored is not done later', async () => {
  const failing = committing(alertStore, async () => {
    throw new StateUnavailableError('slow', clock.now());
  });
  await sees(copy(), 0);
  const memory = copy(failing);
  const recalled = await memory.load();
  const known = { ...(recalled.known ?? initialState(at(0))), incidents: [stored(1)] };
  await expect(memory.commit(decided(known), recalled, { isForgotten: true })).rejects.toThrow();
  expect(await knownIds(memory)).toEqual([]);
});

test('An event is reported once that another instance, with another clock, has decided since from what was stored meanwhile', async () => {
  const tells = async (memory: StateCache, ...[after, until]: Parameters<typeof finished>) => {
    const recalled = await memory.load();
    const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(until) };
    await memory.commit(decided(known, { notifications: [finished(after, until)] }), recalled);
  };
  const memory = await copyWhose((own) => tells(own, 0, 1200));
  await sees(copy(), 1205);
  await tells(copy(), 1205, 2405);
  await sees(memory, 2400);
  expect((await alertStore.pending()).map(({ id }) => id)).toEqual([finished(1205, 2405).id]);
});

test('A death is reported once that another instance, with another clock, opened since', async () => {
  const memory = await copyWhose((own) => sees(own, 115, [silentSince(9)]));
  await sees(copy(), 120, [silentSince(20)]);
  await sees(memory, 130);
  expect(await knownIds(copy())).toEqual([silentSince(20).id]);
});

test('A death is reported once that this instance took for a flap, and another, a check later, for a new one', async () => {
  const again = { ...silentSince(1000, 1), state: 'open', revision: 3 } as const;
  const over = { ...silentSince(0, 1), state: 'recovered', closedAt: at(400), revision: 2 } as const;
  const note = flapNote('1/changed/3', { incidentId: over.id });
  await sees(copy(), 0, [over]);
  const memory = await copyWhose(async (own) => {
    const recalled = await own.load();
    const known = { ...(recalled.known ?? initialState(at(0))), observedAt: at(1090), incidents: [again] };
    const deliveries = [deliveryOf(again, { detectedAt: at(1090) }), note];
    await own.commit(decided(known, { notifications: deliveries }), recalled);
  });
  await sees(copy(), 1110, [silentSince(1020)]);
  await sees(memory, 1120);
  const { known } = await copy().load();
  expect([
    known?.incidents.map(({ id, revision }) => [id, revision]),
    (await alertStore.pending()).map(({ id }) => id),
  ]).toEqual([
    [
      [over.id, 2],
      [silentSince(1020).id, 1],
    ],
    [],
  ]);
});
